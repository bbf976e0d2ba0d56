// The cache that the server serves: strings under strings, any bytes.
#pragma once

#include <string>

#include "sut/cache/cache.hpp"

namespace burrow {

extern template class Cache<std::string, std::string>;

using StringCache = Cache<std::string, std::string>;
using StringEntry = StringCache::EntryType;
using StringItem = StringCache::Item;
using StringTransaction = StringCache::TransactionType;
using StringReader = StringCache::ReaderType;
using StringCacheObserver = StringCache::ObserverType;

}  // namespace burrow
