#include "sim/trace/words.hpp"

namespace groundhog::trace {

std::string_view to_string(Phase phase) {
  switch (phase) {
    case Phase::warmup:
      return "warmup";
    case Phase::chaos:
      return "chaos";
    case Phase::settle:
      return "settle";
    case Phase::ended:
      return "ended";
  }
  return "";
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
      return "ok";
    case Outcome::error:
      return "error";
    case Outcome::unknown:
      return "unknown";
    case Outcome::unsent:
      return "unsent";
  }
  return "";
}

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
  return "";
}

std::string_view to_string(DelCause cause) {
  switch (cause) {
    case DelCause::none:
      return "none";
    case DelCause::client:
      return "client";
    case DelCause::expire:
      return "expire";
    case DelCause::evict:
      return "evict";
  }
  return "";
}

std::string_view to_string(SampleReason reason) {
  switch (reason) {
    case SampleReason::periodic:
      return "periodic";
    case SampleReason::loaded:
      return "loaded";
    case SampleReason::converging:
      return "converging";
    case SampleReason::ended:
      return "ended";
  }
  return "";
}

std::string_view to_string(CloseReason reason) {
  switch (reason) {
    case CloseReason::closed_by_process:
      return "closed";
    case CloseReason::aborted_by_process:
      return "aborted";
    case CloseReason::process_died:
      return "process_died";
    case CloseReason::reset:
      return "reset";
    case CloseReason::timed_out:
      return "timed_out";
    case CloseReason::refused:
      return "refused";
  }
  return "";
}

}  // namespace groundhog::trace
