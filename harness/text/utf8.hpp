// Text that JSON and XML accept, from bytes that may be anything: keys and values of a cache are binary.
#pragma once

#include <string>
#include <string_view>

namespace groundhog::harness {

// Every byte that is no part of a well-formed sequence (RFC 3629) becomes U+FFFD.
std::string valid_utf8(std::string_view bytes);

}  // namespace groundhog::harness
