#include "sut/cache/string_cache.hpp"

namespace burrow {

template class Cache<std::string, std::string>;

}  // namespace burrow
