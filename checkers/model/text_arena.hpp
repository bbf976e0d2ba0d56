// Keeps text for the length of a run: views that it returns stay valid as long as the arena lives.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace groundhog::checkers {

class TextArena {
 public:
  std::string_view keep(std::string_view text);

 private:
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace groundhog::checkers
