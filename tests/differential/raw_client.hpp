// A client that keeps replies as the bytes that they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace burrow::differential {

// The raw replies at the head of `bytes`, at most `count`; their bytes are taken away. What is no reply ends the list,
// and stays.
std::vector<std::string> take_replies(std::string& bytes, std::size_t count);

// Of an array: its elements, each as raw as the whole. Nothing for another reply.
std::vector<std::string> elements_of(std::string_view reply);
bool is_array(std::string_view reply);  // and not nil
bool is_error(std::string_view reply);
bool is_queued(std::string_view reply);

// "+OK\r\n" -> "OK", "$2\r\nhi\r\n" -> "hi"; no nil, no array.
std::string payload_of(std::string_view reply);

class RawClient {
 public:
  // Throws if no process listens.
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  using Words = std::vector<std::string>;

  // In one write; replies are read by receive(). Nothing when the connection is over.
  void send(const std::vector<Words>& requests);
  void send_bytes(const std::string& bytes);
  // One for each request, empty ones for those that the end of the connection has cut off. Throws if the other end is
  // silent, or sends what is no reply.
  std::vector<std::string> receive(std::size_t count);
  std::string ask(const Words& words);
  bool is_over() const { return is_over_; }

 private:
  void read_more();

  int socket_ = -1;
  bool is_over_ = false;
  std::string buffer_;
};

}  // namespace burrow::differential
