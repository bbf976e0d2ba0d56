// The only file here that knows yaml-cpp.

#include "sut/burrow_server/config_file.hpp"

#include <array>
#include <fstream>
#include <optional>
#include <set>

#include <yaml-cpp/yaml.h>

namespace burrow {

namespace {

using Read = tl::expected<std::vector<WrittenSetting>, std::string>;

// Ours count from 1, yaml-cpp's from 0.
std::string place_of(const std::string& path, const YAML::Mark& mark) {
  return path + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
}

Read settings_of(const std::string& path, const YAML::Node& document) {
  std::vector<WrittenSetting> settings;
  if (document.IsNull()) return settings;
  if (!document.IsMap()) {
    return tl::unexpected(place_of(path, document.Mark()) + ": expected lines such as 'port: 7000'");
  }
  std::set<std::string> names;
  for (const auto& entry : document) {
    const std::string place = place_of(path, entry.first.Mark());
    if (!entry.first.IsScalar()) return tl::unexpected(place + ": expected the name of a setting");
    const std::string& name = entry.first.Scalar();
    if (!names.insert(name).second) return tl::unexpected(place + ": '" + name + "' is there twice");
    if (!entry.second.IsScalar()) {
      return tl::unexpected(place_of(path, entry.second.Mark()) + ": '" + name + "' takes a single value");
    }
    settings.push_back({name, entry.second.Scalar(), place + ": " + name});
  }
  return settings;
}

// nullopt also for a directory, which opens and cannot be read.
std::optional<std::string> content_of(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  std::array<char, 4096> chunk;  // NOLINT: filled by read()
  do {
    file.read(chunk.data(), chunk.size());
    text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  if (!file.eof()) return std::nullopt;
  return text;
}

}  // namespace

Read read_config_file(const std::string& path) {
  const auto text = content_of(path);
  if (!text) return tl::unexpected(path + ": cannot be read");
  try {
    return settings_of(path, YAML::Load(*text));
  } catch (const YAML::Exception& error) {
    return tl::unexpected(place_of(path, error.mark) + ": " + error.msg);
  }
}

}  // namespace burrow
