// The only file here that knows CLI11; compiled without optimisation, which takes longer than everything else here.

#include "sut/burrow_server/flags.hpp"

#include <sstream>

#include <CLI/CLI.hpp>

#include "sut/burrow_server/settings.hpp"
#include "sut/server/options.hpp"

namespace burrow {

CommandLine parse_command_line(int argc, const char* const* argv, const std::vector<SettingSpec>& table) {
  Flags flags;
  CLI::App app("Burrow, a replicated cache that speaks RESP.", "burrow-server");
  app.set_version_flag("--version", "burrow-server " + std::string(burrow_version));
  app.footer("Without a unit a duration or size means nothing: 100ms, 5s, 64KiB, 1GiB.");
  bool prints_manual = false;
  app.add_flag("--help-markdown", prints_manual, "Print the settings as a table for the manual and exit");
  app.add_option("--config", flags.config_file, "YAML file with any of the settings below; flags win")
      ->type_name("FILE");
  for (const SettingSpec& spec : table) {
    const std::string name = "--" + spec.name;
    const std::string shown = spec.fallback.empty() ? spec.summary : spec.summary + " [" + spec.fallback + "]";
    app.add_option_function<std::string>(
           name,
           [&flags, &spec, name](const std::string& text) {
             flags.settings.push_back({spec.name, text, name});
           },
           shown)
        ->type_name(spec.value)
        ->take_last();
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const bool is_failure = app.exit(error, out, err) != 0;
    return {std::nullopt, out.str(), err.str(), is_failure ? 2 : 0};
  }
  if (prints_manual) return {std::nullopt, settings_as_markdown(table), {}, 0};
  return {std::move(flags), {}, {}, 0};
}

}  // namespace burrow
