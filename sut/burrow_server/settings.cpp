#include "sut/burrow_server/settings.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <set>

#include <yaml-cpp/yaml.h>

#include "sut/server/options.hpp"

namespace burrow {

namespace {

using Set = tl::expected<void, std::string>;

tl::unexpected<std::string> not_a(std::string_view text, std::string_view what) {
  return tl::unexpected("'" + std::string(text) + "' is not " + std::string(what));
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto port = parse_count(text);
  if (!port || *port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

Set set_port(Settings& settings, std::string_view text) {
  const auto port = parse_port(text);
  if (!port) return not_a(text, "a port, 0 to 65535");
  settings.listen.port = *port;
  return {};
}

Set set_bind(Settings& settings, std::string_view text) {
  if (text.empty()) return not_a(text, "an address to listen at");
  settings.listen.host = text;
  return {};
}

Set set_upstream(Settings& settings, std::string_view text) {
  settings.upstream = parse_address(text);
  if (!settings.upstream) return not_a(text, "an address, such as 127.0.0.1:7000 or [::1]:7000");
  return {};
}

Set set_protected_mode(Settings& settings, std::string_view text) {
  if (text != "yes" && text != "no") return not_a(text, "yes or no");
  settings.protected_mode = text == "yes";
  return {};
}

Set set_log_level(Settings& settings, std::string_view text) {
  for (const seam::Severity level : {seam::Severity::trace, seam::Severity::debug, seam::Severity::info,
                                     seam::Severity::warning, seam::Severity::error}) {
    if (text != to_string(level)) continue;
    settings.log_level = level;
    return {};
  }
  return not_a(text, "one of trace, debug, info, warning, error");
}

Set set_drain_timeout(Settings& settings, std::string_view text) {
  const auto nanoseconds = parse_duration_ns(text);
  if (!nanoseconds) {
    return not_a(text, "a duration with a unit, such as 100ms" + did_you_mean(text, seam::time_units));
  }
  constexpr auto most = static_cast<std::uint64_t>(longest_option.count());
  if (*nanoseconds > most) {
    return tl::unexpected("'" + std::string(text) + "' is too much: at most " + format_duration(most));
  }
  settings.drain_timeout = seam::Duration(static_cast<std::int64_t>(*nanoseconds));
  return {};
}

template <auto Member>
Set set_text(Settings& settings, std::string_view text) {
  settings.*Member = text;
  return {};
}

SettingSpec of_node(const OptionSpec& option) {
  return {std::string(option.name), std::string(value_name(option.kind)), std::string(option.fallback),
          std::string(option.summary), [name = option.name](Settings& settings, std::string_view text) -> Set {
            auto set = set_option(settings.node, name, text);
            if (set) return set;
            return tl::unexpected(set.error().substr(name.size() + 2));  // "name: "
          }};
}

}  // namespace

std::vector<SettingSpec> setting_table() {
  std::vector<SettingSpec> table = {
      {"bind", "ADDRESS", "127.0.0.1", "where to listen; beyond this machine only with a password", set_bind},
      {"drain-timeout", "DURATION", "5s", "longest wait for clients and replicas on SIGTERM and SIGINT",
       set_drain_timeout},
      {"log-level", "LEVEL", "info", "least severity that is logged: trace, debug, info, warning, error",
       set_log_level},
      {"masterauth-file", "FILE", "", "its first line is the password that this replica says to its primary",
       set_text<&Settings::upstream_password_file>},
      {"port", "PORT", "6379", "where to listen; 0: any free port", set_port},
      {"port-file", "FILE", "", "written with the port as soon as it is open", set_text<&Settings::port_file>},
      {"protected-mode", "yes/no", "yes", "refuse to listen beyond this machine without a password",
       set_protected_mode},
      {"replicaof", "HOST:PORT", "", "the primary to follow; none: be one", set_upstream},
      {"requirepass-file", "FILE", "", "its first line is the password that clients and replicas must say",
       set_text<&Settings::password_file>},
  };
  for (const OptionSpec& option : option_table()) table.push_back(of_node(option));
  return table;
}

tl::expected<void, std::string> apply(Settings& settings, const std::vector<SettingSpec>& table,
                                      const std::vector<WrittenSetting>& written) {
  for (const WrittenSetting& setting : written) {
    const auto spec =
        std::find_if(table.begin(), table.end(), [&](const SettingSpec& each) { return each.name == setting.name; });
    if (spec == table.end()) {
      return tl::unexpected(setting.place + ": there is no setting of this name; --help lists them");
    }
    const auto set = spec->set(settings, setting.text);
    if (!set) return tl::unexpected(setting.place + ": " + set.error());
  }
  return {};
}

tl::expected<void, std::string> check(const Settings& settings) {
  const bool is_open = !seam::is_loopback(settings.listen.host) && settings.password_file.empty();
  if (!is_open || !settings.protected_mode) return {};
  return tl::unexpected("refusing to listen at " + settings.listen.host +
                        " without a password: set requirepass-file, bind to 127.0.0.1, or say protected-mode no");
}

std::optional<seam::Address> parse_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  const auto port = parse_port(text.substr(colon + 1));
  const bool is_ambiguous = !is_bracketed && host.find(':') != std::string_view::npos;
  if (host.empty() || is_ambiguous || !port || *port == 0) return std::nullopt;
  return seam::Address{std::string(host), *port};
}

namespace {

using Read = tl::expected<std::vector<WrittenSetting>, std::string>;

// Ours count from 1, yaml-cpp's from 0.
std::string place_of(const std::string& path, const YAML::Mark& mark) {
  return path + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
}

constexpr const char* expected_lines = "expected lines such as 'port: 7000'";

Read settings_of(const std::string& path, const YAML::Node& document) {
  std::vector<WrittenSetting> settings;
  if (document.IsNull()) return settings;
  if (!document.IsMap()) {
    return tl::unexpected(place_of(path, document.Mark()) + ": " + expected_lines);
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
    return tl::unexpected(place_of(path, error.mark) + ": this cannot be read: " + expected_lines +
                          "; indented by blanks, not by tabs, and each bracket or quote closed (" + error.msg + ")");
  }
}

namespace {

constexpr std::size_t longest_password = 4096;

}  // namespace

tl::expected<std::string, std::string> read_password_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path);
  std::string password;
  const bool is_read = static_cast<bool>(std::getline(file, password));
  if (!is_read && errno != 0) return tl::unexpected(path + ": " + std::strerror(errno));
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty()) return tl::unexpected(path + ": its first line is empty; write the password there");
  if (password.size() > longest_password) return tl::unexpected(path + ": its first line is too long for a password");
  return password;
}

std::string settings_as_markdown(const std::vector<SettingSpec>& table) {
  std::string page =
      "<!-- Written by `burrow-server --help-markdown`; do not edit. -->\n\n"
      "# Settings of burrow-server\n\n"
      "Each is a flag (`--port 7000`) and a line of the file of `--config` (`port: 7000`).\n\n"
      "| setting | value | default | |\n| --- | --- | --- | --- |\n";
  for (const SettingSpec& spec : table) {
    page += "| `" + spec.name + "` | " + spec.value + " | " + spec.fallback + " | " + spec.summary + " |\n";
  }
  return page;
}

}  // namespace burrow
