// Frames of the register system: four bytes of length, then words, each two bytes of length and its bytes. The first
// length counts everything behind it; both are big-endian.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace groundhog::test {

struct RegisterFrame {
  std::size_t size_bytes = 0;
  std::vector<std::string_view> words;  // borrow from the bytes
};

template <std::size_t bytes>
void append_length(std::string& out, std::size_t length) {
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>((length >> (8 * i)) & 0xff);
}

template <std::size_t bytes>
std::size_t length_at(std::string_view text, std::size_t at) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < bytes; ++i) length = length << 8 | static_cast<unsigned char>(text[at + i]);
  return length;
}

inline std::string encode_frame(std::span<const std::string> words) {
  std::string body;
  for (const std::string& word : words) {
    append_length<2>(body, word.size());
    body += word;
  }
  std::string frame;
  append_length<4>(frame, body.size());
  return frame + body;
}

// nullopt while it is incomplete. A word that would reach past the end of its frame ends there.
inline std::optional<RegisterFrame> first_register_frame(std::string_view bytes) {
  if (bytes.size() < 4) return std::nullopt;
  RegisterFrame frame;
  frame.size_bytes = 4 + length_at<4>(bytes, 0);
  if (bytes.size() < frame.size_bytes) return std::nullopt;
  for (std::string_view body = bytes.substr(4, frame.size_bytes - 4); body.size() >= 2;) {
    const std::string_view word = body.substr(2, length_at<2>(body, 0));
    frame.words.push_back(word);
    body.remove_prefix(2 + word.size());
  }
  return frame;
}

}  // namespace groundhog::test
