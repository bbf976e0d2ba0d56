// RESP as Burrow's clients speak it.
#pragma once

#include "sim/guest/guest.hpp"

namespace groundhog {

class BurrowClientProtocol final : public ClientProtocol {
 public:
  std::string encode(std::span<const std::string> arguments) const override;
  std::optional<Parsed> first_reply(std::string_view bytes, std::vector<std::string>& storage) const override;
};

}  // namespace groundhog
