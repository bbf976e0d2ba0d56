#include "sim/scenario/profiles.hpp"

#include <optional>
#include <string>
#include <utility>

#include "sut/runtime/assert.hpp"

namespace groundhog {
namespace {

YamlValue parsed(const ProfileSpec& profile, std::string_view text) {
  if (text.empty()) return {.kind = YamlValue::Kind::mapping, .entries = {}};
  DiagnosticSink sink(std::string(profile.name), text);
  std::optional<YamlValue> value = parse_yaml(text, sink);
  SEAM_ASSERT(value.has_value() && value->kind == YamlValue::Kind::mapping);
  return std::move(*value);
}

}  // namespace

Profiles::Profiles(const Guest& guest) {
  for (const ProfileSpec& profile : guest.profiles()) {
    by_name_[profile.name] = {parsed(profile, profile.workload), parsed(profile, profile.config)};
  }
}

const Profiles::Texts* Profiles::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found != by_name_.end() ? &found->second : nullptr;
}

}  // namespace groundhog
