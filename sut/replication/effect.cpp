#include "sut/replication/effect.hpp"

namespace burrow {

std::string_view to_string(EffectKind kind) {
  switch (kind) {
    case EffectKind::set:
      return "set";
    case EffectKind::deadline:
      return "deadline";
    case EffectKind::del:
      return "del";
    case EffectKind::flush:
      return "flush";
  }
  return "unknown";
}

std::string_view to_string(DelCause cause) {
  switch (cause) {
    case DelCause::none:
      return "-";
    case DelCause::client:
      return "client";
    case DelCause::expire:
      return "expire";
    case DelCause::evict:
      return "evict";
  }
  return "unknown";
}

}  // namespace burrow
