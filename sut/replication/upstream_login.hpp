// What happens on a replica's connection before the first frame, in plain RESP: AUTH and its answer, if the upstream
// wants a password; and the error line of an upstream that will not talk to us ("-NOAUTH …", "-ERR max number of …").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace burrow {

class UpstreamLogin {
 public:
  enum class Step : std::uint8_t {
    more,      // the answer is not complete
    accepted,  // AUTH was answered: say hello now
    refused,   // see answer()
    through,   // frames from here on
  };

  // An empty password: nothing to say.
  explicit UpstreamLogin(std::string_view password);

  // What to send when the connection stands; may be empty.
  const std::string& request() const { return request_; }

  // Takes from the front of `bytes` what is not a frame.
  Step take(std::string_view& bytes);

  // The upstream's words, without the '-'.
  std::string_view answer() const { return std::string_view(line_).substr(line_.empty() ? 0 : 1); }

 private:
  bool complete_line(std::string_view& bytes);

  std::string request_;
  std::string line_;
  bool answer_due_;
};

}  // namespace burrow
