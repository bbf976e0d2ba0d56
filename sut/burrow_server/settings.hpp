// Everything that can be said to burrow-server, by flag or in its file, under the same names: a table. The options of a
// node are in it, too, from sut/server/options.hpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "sut/runtime/runtime.hpp"
#include "sut/runtime/stream.hpp"
#include "sut/server/options.hpp"

namespace burrow {

struct Settings {
  NodeOptions node;
  seam::Address listen{"127.0.0.1", 6379};
  std::optional<seam::Address> upstream;
  std::string password_file;           // what clients must say
  std::string upstream_password_file;  // what we say to our upstream
  bool protected_mode = true;
  seam::Severity log_level = seam::Severity::info;
  std::string port_file;
  seam::Duration drain_timeout = std::chrono::seconds(5);
};

struct SettingSpec {
  std::string name;
  std::string value;     // what its value looks like, for --help: "DURATION"
  std::string fallback;  // as written; empty: none
  std::string summary;
  // The error does not name the setting.
  std::function<tl::expected<void, std::string>(Settings& settings, std::string_view text)> set;
};

// Those of the process first, then those of the node, each by name.
std::vector<SettingSpec> setting_table();

// One setting as written.
struct WrittenSetting {
  std::string name;
  std::string text;
  std::string place;  // "--port" or "burrow.yaml:3:7: port", for errors
};

// Applies them in order; later ones win. The error names its place.
[[nodiscard]] tl::expected<void, std::string> apply(Settings& settings, const std::vector<SettingSpec>& table,
                                                    const std::vector<WrittenSetting>& written);

// What no single setting shows: a port open to the world without a password.
[[nodiscard]] tl::expected<void, std::string> check(const Settings& settings);

// "HOST:PORT", "[::1]:PORT".
std::optional<seam::Address> parse_address(std::string_view text);

// The file of --config is YAML, one mapping of setting to value. What it says, as text, each with its place. The error
// is "file:line:column: …".
[[nodiscard]] tl::expected<std::vector<WrittenSetting>, std::string> read_config_file(const std::string& path);

// Passwords come from files: a command line shows in the list of processes. The first line. The error names the file
// and the remedy.
[[nodiscard]] tl::expected<std::string, std::string> read_password_file(const std::string& path);

// The settings as a page of the manual: docs/reference/server.md is what this prints.

std::string settings_as_markdown(const std::vector<SettingSpec>& table);

}  // namespace burrow
