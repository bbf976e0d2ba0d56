// A value or nil: what most commands that read a key answer.
#pragma once

#include "sut/cache/string_cache.hpp"
#include "sut/resp/writer.hpp"

namespace burrow::commands {

// `entry`: nullptr where there is none.
inline void reply_value(resp::ReplyWriter& reply, const StringEntry* entry) {
  if (entry == nullptr) return reply.nil();
  reply.bulk(entry->value);
}

}  // namespace burrow::commands
