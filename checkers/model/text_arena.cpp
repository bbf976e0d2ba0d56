#include "checkers/model/text_arena.hpp"

#include <algorithm>
#include <cstring>

namespace groundhog::checkers {
namespace {

constexpr std::size_t first_chunk_bytes = 4 * 1024;
constexpr std::size_t chunk_bytes = 64 * 1024;

}  // namespace

std::string_view TextArena::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    left_ = std::max(text.size(), chunks_.empty() ? first_chunk_bytes : chunk_bytes);
    chunks_.push_back(std::make_unique<char[]>(left_));
    free_ = chunks_.back().get();
  }
  std::memcpy(free_, text.data(), text.size());
  const std::string_view kept(free_, text.size());
  free_ += text.size();
  left_ -= text.size();
  return kept;
}

}  // namespace groundhog::checkers
