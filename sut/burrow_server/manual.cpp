#include "sut/burrow_server/manual.hpp"

namespace burrow {

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
