// A program on a terminal, and a user who types.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace burrow::test {

class Terminal {
 public:
  explicit Terminal(const std::vector<std::string>& command, unsigned short columns = 100);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // Forgets what was shown before.
  void type(const std::string& keys);
  // Whether `text` appears in time.
  bool shows(const std::string& text);
  const std::string& screen() const { return screen_; }

 private:
  int terminal_ = -1;
  pid_t pid_ = -1;
  std::string screen_;
};

}  // namespace burrow::test
