// A guest's profiles, read: what `workload: {profile: …}` stands for.
#pragma once

#include <map>
#include <string_view>

#include "sim/guest/guest.hpp"
#include "sim/scenario/yaml.hpp"

namespace groundhog {

class Profiles {
 public:
  struct Texts {
    YamlValue workload;
    YamlValue config;
  };

  Profiles() = default;
  // One that cannot be read is a programming error.
  explicit Profiles(const Guest& guest);

  // nullptr: no such profile.
  const Texts* find(std::string_view name) const;

 private:
  std::map<std::string_view, Texts> by_name_;
};

}  // namespace groundhog
