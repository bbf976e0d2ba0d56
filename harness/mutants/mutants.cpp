#include "harness/mutants/mutants.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "checkers/checker.hpp"
#include "harness/runner/process.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/yaml.hpp"

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

enum class Shape : std::uint8_t { text, list };

struct Key {
  std::string_view name;
  Shape shape;
  bool required;
};

constexpr std::array keys = {
    Key{"title", Shape::text, true},    Key{"class", Shape::text, true},    Key{"seen_in", Shape::list, true},
    Key{"violates", Shape::text, true}, Key{"scenario", Shape::text, true}, Key{"seeds", Shape::text, true},
    Key{"about", Shape::list, false},
};

// Reads one card; whatever is wrong goes into the sink.
class CardReader {
 public:
  CardReader(const YamlValue& root, DiagnosticSink& sink) : root_(root), sink_(sink) {}

  // Whether every key is known, there once, and of its shape.
  bool has_right_shape() {
    if (root_.kind != YamlValue::Kind::mapping) {
      sink_.error(root_.mark, "a card is a mapping with the keys " + all_names());
      return false;
    }
    for (const YamlEntry& entry : root_.entries) check_entry(entry);
    for (const Key& key : keys) {
      if (key.required && root_.find(key.name) == nullptr) {
        sink_.error(root_.mark, "'" + std::string(key.name) + "' is missing");
      }
    }
    return !sink_.has_errors();
  }

  std::string text(std::string_view key) const { return root_.find(key)->text; }

  std::vector<std::string> list(std::string_view key) const {
    std::vector<std::string> words;
    const YamlValue* value = root_.find(key);
    if (value == nullptr) return words;
    for (const YamlValue& item : value->items) words.push_back(item.text);
    return words;
  }

  std::string bug_class() {
    const std::string name = text("class");
    const bool is_number =
        name.size() == 3 && name[0] == 'B' &&
        std::all_of(name.begin() + 1, name.end(), [](char digit) { return digit >= '0' && digit <= '9'; });
    if (!is_number) error("class", "'" + name + "' is no class: it is B and two digits, such as B11");
    return name;
  }

  std::string violates(std::span<const std::string_view> check_names) {
    std::string name = text("violates");
    if (std::ranges::find(check_names, name) == check_names.end()) {
      error("violates", "unknown check '" + name + "'", closest(name, check_names));
    }
    return name;
  }

  SeedSet seeds() {
    const auto seeds = parse_seeds(text("seeds"));
    if (seeds) return *seeds;
    error("seeds", seeds.error());
    return {};
  }

  void error(std::string_view key, std::string message, std::string_view suggestion = {}) {
    sink_.error(root_.find(key)->mark, std::move(message), suggestion);
  }

 private:
  static std::string all_names() {
    std::string names;
    for (const Key& key : keys) names += (names.empty() ? "" : ", ") + std::string(key.name);
    return names;
  }

  void check_entry(const YamlEntry& entry) {
    const auto key = std::ranges::find(keys, std::string_view(entry.key), &Key::name);
    if (key == keys.end()) {
      std::vector<std::string_view> names;
      std::ranges::transform(keys, std::back_inserter(names), &Key::name);
      sink_.error(entry.mark, "unknown key '" + entry.key + "'; a card has " + all_names(), closest(entry.key, names));
      return;
    }
    if (root_.find_entry(entry.key) != &entry) sink_.error(entry.mark, "'" + entry.key + "' is there twice");
    if (key->shape == Shape::text) check_text(entry);
    if (key->shape == Shape::list) check_list(entry);
  }

  void check_text(const YamlEntry& entry) {
    const bool is_text = entry.value.kind == YamlValue::Kind::scalar && !entry.value.text.empty();
    if (!is_text) sink_.error(entry.value.mark, "'" + entry.key + "' must be a text");
  }

  void check_list(const YamlEntry& entry) {
    const bool is_list = entry.value.kind == YamlValue::Kind::sequence && !entry.value.items.empty() &&
                         std::ranges::all_of(entry.value.items, [](const YamlValue& item) {
                           return item.kind == YamlValue::Kind::scalar && !item.text.empty();
                         });
    if (!is_list) sink_.error(entry.value.mark, "'" + entry.key + "' must be a list of words");
  }

  const YamlValue& root_;
  DiagnosticSink& sink_;
};

tl::expected<MutantCard, Diagnostics> read(std::string_view text, const fs::path& file,
                                           std::span<const std::string_view> check_names, bool wants_scenario) {
  DiagnosticSink sink(file.string(), text);
  const std::optional<YamlValue> root = parse_yaml(text, sink);
  if (!root) return tl::unexpected(sink.take());
  CardReader reader(*root, sink);
  if (!reader.has_right_shape()) return tl::unexpected(sink.take());

  MutantCard card;
  card.name = file.parent_path().filename().string();
  card.file = file.string();
  card.title = reader.text("title");
  card.bug_class = reader.bug_class();
  card.seen_in = reader.list("seen_in");
  card.violates = reader.violates(check_names);
  card.scenario = reader.text("scenario");
  card.seeds = reader.seeds();
  card.about = reader.list("about");
  std::error_code error;
  if (wants_scenario && !fs::exists(card.scenario, error)) {
    reader.error("scenario", "there is no " + card.scenario + " below the current folder");
  }
  if (sink.has_errors()) return tl::unexpected(sink.take());
  return card;
}

// A scenario that does not exist is a problem of the card, too.
tl::expected<MutantCard, Diagnostics> load_card(const fs::path& file, std::span<const std::string_view> check_names) {
  std::ifstream input(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  if (!input.is_open() || input.bad()) {
    DiagnosticSink sink(file.string(), {});
    sink.error({}, "the file cannot be read");
    return tl::unexpected(sink.take());
  }
  return read(text, file, check_names, true);
}

constexpr const char* card_file = "card.yaml";

std::vector<std::string_view> check_names() {
  std::vector<std::string_view> names;
  for (const checkers::CheckerEntry& entry : checkers::checker_table()) names.push_back(entry.name);
  return names;
}

// The sources that a build folder was configured for.
std::optional<fs::path> source_of(const fs::path& build_folder) {
  constexpr std::string_view key = "CMAKE_HOME_DIRECTORY:INTERNAL=";
  std::ifstream cache(build_folder / "CMakeCache.txt");
  for (std::string line; std::getline(cache, line);) {
    if (line.starts_with(key)) return fs::path(line.substr(key.size()));
  }
  return std::nullopt;
}

}  // namespace

tl::expected<MutantCard, Diagnostics> parse_card(std::string_view text, const fs::path& file,
                                                 std::span<const std::string_view> check_names) {
  return read(text, file, check_names, false);
}

Museum::Museum(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (fs::exists(entry.path() / card_file, error)) names_.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names_);
}

tl::expected<MutantCard, std::string> Museum::card(const std::string& name, bool color) const {
  if (!std::ranges::binary_search(names_, name)) return tl::unexpected(unknown(name));
  auto card = load_card(folder_ / name / card_file, check_names());
  if (!card) return tl::unexpected(render(card.error(), color));
  return std::move(*card);
}

tl::expected<std::vector<MutantCard>, std::string> Museum::cards(bool color) const {
  std::vector<MutantCard> cards;
  std::string problems;
  for (const std::string& name : names_) {
    auto each = card(name, color);
    if (each) {
      cards.push_back(std::move(*each));
    } else {
      problems += each.error();
    }
  }
  if (!problems.empty()) return tl::unexpected(problems);
  return cards;
}

std::string Museum::unknown(const std::string& name) const {
  if (names_.empty()) {
    return "groundhog: there are no mutants in " + folder_.string() + ": name their folder with --mutants DIR\n";
  }
  const std::vector<std::string_view> views(names_.begin(), names_.end());
  const std::string_view near = closest(name, views);
  std::string message = "groundhog: there is no mutant called \"" + name + "\"";
  if (!near.empty()) message += " (did you mean " + std::string(near) + "?)";
  return message + "; groundhog list mutants names them\n";
}

tl::expected<fs::path, std::string> build_mutant(const std::string& name, const fs::path& mutants_folder) {
  std::error_code error;
  const fs::path build_folder = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
  const auto source = source_of(build_folder);
  if (!source) {
    return tl::unexpected("mutants are built beside the build of this binary, but " + build_folder.string() +
                          " is no build folder");
  }
  ChildProcess script{.program = (*source / "ci" / "build-mutants").string(),
                      .arguments = {name},
                      .environment = environment_without({"BUILD_DIR", "MUTANTS_DIR"}),
                      .input = {}};
  script.environment.push_back("BUILD_DIR=" + build_folder.string());
  script.environment.push_back("MUTANTS_DIR=" + fs::absolute(mutants_folder, error).string());
  const auto built = run_child(script, script.program);
  if (!built) return tl::unexpected(built.error());
  if (built->exit_status != 0) return tl::unexpected("mutant " + name + " was not built");
  return fs::path(built->text.substr(0, built->text.find('\n')));
}

std::string continue_in(const fs::path& binary, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), binary.string());
  std::vector<char*> words;
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  ::execv(binary.c_str(), words.data());
  return "cannot run " + binary.string() + ": " + std::strerror(errno);
}

}  // namespace groundhog::harness
