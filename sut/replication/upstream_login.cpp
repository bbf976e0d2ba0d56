#include "sut/replication/upstream_login.hpp"

#include <algorithm>
#include <array>

#include "sut/resp/writer.hpp"

namespace burrow {

namespace {

// An error line is for people; nobody writes more.
constexpr std::size_t longest_line = 512;

}  // namespace

UpstreamLogin::UpstreamLogin(std::string_view password) : answer_due_(!password.empty()) {
  if (password.empty()) return;
  resp::append_request(request_, std::array<std::string_view, 2>{"AUTH", password});
}

UpstreamLogin::Step UpstreamLogin::take(std::string_view& bytes) {
  if (bytes.empty()) return Step::more;
  const bool is_error = line_.empty() ? bytes.front() == '-' : line_.front() == '-';
  if (!answer_due_ && !is_error) return Step::through;
  if (!complete_line(bytes)) return Step::more;
  if (is_error || line_ != "+OK") return Step::refused;
  answer_due_ = false;
  line_.clear();
  return Step::accepted;
}

bool UpstreamLogin::complete_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  const std::size_t taken = end == std::string_view::npos ? bytes.size() : end + 1;
  line_.append(bytes.substr(0, std::min(taken, longest_line - std::min(longest_line, line_.size()))));
  bytes.remove_prefix(taken);
  if (end == std::string_view::npos && line_.size() < longest_line) return false;
  while (!line_.empty() && (line_.back() == '\n' || line_.back() == '\r')) line_.pop_back();
  return true;
}

}  // namespace burrow
