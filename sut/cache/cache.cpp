#include "sut/cache/cache.hpp"

namespace burrow {

template class Cache<std::string, std::string>;

}  // namespace burrow
