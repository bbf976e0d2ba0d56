// Results as files: what is read under a file's name is whole, and what could not be written is known, with its reason.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace groundhog::harness {

// "cannot write report.xml: No space left on device"
using Written = tl::expected<void, std::string>;

class OutputFile {
 public:
  enum class Mode {
    whole,     // beside the file, as NAME.PID.part, until close() puts it in its place
    in_place,  // as it comes: a process that may die leaves what it wrote
    append,    // the same, behind what is there
  };

  // What is no regular file (a pipe, a device) is written in place, as is a file beside which nothing can be made.
  explicit OutputFile(std::string name, Mode mode = Mode::whole);
  // Unless it was closed, a whole one leaves nothing behind.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  const std::string& name() const { return name_; }
  // The first thing that went wrong; nothing is written after it.
  Written state() const;

  void write(std::string_view text);
  // What an earlier run left there must not be taken for what this one found, if this one is killed.
  void remove_former();
  // Everything that was written is in the file, or the reason why not.
  Written close();

 private:
  void open(const std::string& file, int flags);
  void fail();
  void flush();
  void discard();

  std::string name_;
  std::string target_;  // where it belongs, links followed
  std::string part_;    // what is written until then; empty: the file itself
  int descriptor_ = -1;
  int error_ = 0;  // an errno
  std::string waiting_;
};

// All of it or none.
Written write_file(const std::string& name, std::string_view text);

}  // namespace groundhog::harness
