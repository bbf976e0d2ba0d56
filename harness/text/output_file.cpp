#include "harness/text/output_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_waiting = std::size_t{64} << 10;

// A file that is a link is replaced where it lies.
std::string followed(const std::string& name) {
  std::error_code error;
  const fs::path target = fs::canonical(name, error);
  return error ? name : target.string();
}

// What may be put there by another name: nothing yet, or a regular file that may be written.
bool can_be_replaced(const std::string& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (!fs::exists(status)) return true;
  return fs::is_regular_file(status) && ::access(file.c_str(), W_OK) == 0;
}

}  // namespace

OutputFile::OutputFile(std::string name, Mode mode) : name_(std::move(name)), target_(followed(name_)) {
  if (mode == Mode::whole && can_be_replaced(target_)) {
    part_ = target_ + "." + std::to_string(::getpid()) + ".part";
    open(part_, O_TRUNC);
    if (descriptor_ >= 0) return;
    part_.clear();
    error_ = 0;
  }
  open(target_, mode == Mode::append ? O_APPEND : O_TRUNC);
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  flush();
  discard();
}

void OutputFile::open(const std::string& file, int flags) {
  descriptor_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644);
  if (descriptor_ < 0) fail();
}

void OutputFile::fail() {
  if (error_ == 0) error_ = errno;
}

Written OutputFile::state() const {
  if (error_ == 0) return {};
  return tl::unexpected("cannot write " + name_ + ": " + std::strerror(error_));
}

void OutputFile::write(std::string_view text) {
  if (error_ != 0) return;
  waiting_ += text;
  if (waiting_.size() >= most_waiting) flush();
}

void OutputFile::remove_former() {
  if (!part_.empty()) ::unlink(target_.c_str());
}

void OutputFile::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty() && error_ == 0) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      fail();
    } else {
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  waiting_.clear();
}

void OutputFile::discard() {
  if (::close(std::exchange(descriptor_, -1)) != 0) fail();
  if (!part_.empty()) ::unlink(part_.c_str());
}

Written OutputFile::close() {
  if (descriptor_ < 0) return state();
  flush();
  if (error_ == 0 && !part_.empty() && std::rename(part_.c_str(), target_.c_str()) != 0) fail();
  if (error_ == 0) part_.clear();
  discard();
  return state();
}

Written write_file(const std::string& name, std::string_view text) {
  OutputFile file(name);
  file.write(text);
  return file.close();
}

}  // namespace groundhog::harness
