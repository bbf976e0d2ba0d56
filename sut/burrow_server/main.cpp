// burrow-server: settings from the command line and a file, then a node until a signal.
//
// Exit codes: 0 an orderly end, 1 it could not serve, 2 wrong settings, 70 the manual could not be written, 128 +
// signal for a second signal.

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "sut/burrow_server/flags.hpp"
#include "sut/burrow_server/log.hpp"
#include "sut/burrow_server/server.hpp"
#include "sut/burrow_server/settings.hpp"

namespace {

using namespace burrow;

constexpr int exit_usage = 2;
constexpr int exit_unwritten = 70;

void print(std::FILE* to, const std::string& text) { std::fwrite(text.data(), 1, text.size(), to); }

// The manual, or what was wrong with the command line, and the exit code.
int answer(const CommandLine& command_line) {
  print(stderr, command_line.err);
  errno = 0;
  print(stdout, command_line.out);
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return command_line.exit_code;
  print(stderr, std::string("burrow-server: cannot write to stdout: ") +
                    (errno == EBADF ? "it is closed" : std::strerror(errno)) + "\n");
  return exit_unwritten;
}

tl::expected<void, std::string> read_passwords(Settings& settings) {
  const std::pair<const std::string&, std::string&> files[] = {
      {settings.password_file, settings.node.password},
      {settings.upstream_password_file, settings.node.replication.upstream_password}};
  for (const auto& [path, into] : files) {
    if (path.empty()) continue;
    auto password = read_password_file(path);
    if (!password) return tl::unexpected(password.error());
    into = *std::move(password);
  }
  return {};
}

tl::expected<Settings, std::string> settings_of(const Flags& flags, const std::vector<SettingSpec>& table) {
  Settings settings;
  if (!flags.config_file.empty()) {
    const auto written = read_config_file(flags.config_file);
    if (!written) return tl::unexpected(written.error());
    if (const auto applied = apply(settings, table, *written); !applied) return tl::unexpected(applied.error());
  }
  if (const auto applied = apply(settings, table, flags.settings); !applied) return tl::unexpected(applied.error());
  if (const auto checked = check(settings); !checked) return tl::unexpected(checked.error());
  if (const auto read = read_passwords(settings); !read) return tl::unexpected(read.error());
  return settings;
}

// False: not a single client fits.
bool fit_descriptors(Settings& settings, Log& log) {
  const std::size_t wanted = settings.node.max_clients;
  settings.node.max_clients = make_room_for(wanted);
  if (settings.node.max_clients == wanted) return true;
  const bool fits = settings.node.max_clients > 0;
  log.write(fits ? seam::Severity::warning : seam::Severity::error,
            "the limit of open files lets in " + std::to_string(settings.node.max_clients) + " clients, not " +
                std::to_string(wanted) + ": raise it (ulimit -n) or lower max-clients");
  return fits;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<SettingSpec> table = setting_table();
  const CommandLine command_line = parse_command_line(argc, argv, table);
  if (!command_line.flags) return answer(command_line);
  print(stderr, command_line.err);
  std::signal(SIGPIPE, SIG_IGN);  // a reader of the log may leave

  auto settings = settings_of(*command_line.flags, table);
  if (!settings) {
    print(stderr, "burrow-server: " + settings.error() + "\n");
    return exit_usage;
  }
  Log log(settings->log_level);
  if (!fit_descriptors(*settings, log)) return 1;
  return serve(*settings, log);
}
