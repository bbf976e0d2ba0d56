#include "checkers/issued/command_form.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "checkers/model/operation_book.hpp"
#include "checkers/model/value_changes.hpp"
#include "sim/core/characters.hpp"

namespace groundhog::checkers {
namespace {

using Arguments = std::span<const std::string>;
using Option = CommandGrammar::Option;

// A negative time is no mistake there.
constexpr auto take_any_time = std::to_array<std::string_view>({"EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT"});

// At most one of each line.
constexpr auto exclusive = std::to_array<std::string_view>(
    {"NX XX", "NX GT", "NX LT", "GT LT", "KEEPTTL EX PX EXAT PXAT", "PERSIST EX PX EXAT PXAT"});

bool takes_any_time(std::string_view command) {
  return std::ranges::find(take_any_time, command) != take_any_time.end();
}

bool is_cursor(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

bool is_float(const std::string& text) { return float_addition.value(std::nullopt, {text}).has_value(); }

// Whether `text` may stand where the grammar of the command says `what`.
bool may_be(std::string_view what, const std::string& text, std::string_view command) {
  const auto number = integer_of(text);
  if (what == "ttl") return number && (takes_any_time(command) || *number > 0);
  if (what == "amount" && command == "INCRBYFLOAT") return is_float(text);
  if (what == "amount") return number && (command != "DECRBY" || *number != std::numeric_limits<std::int64_t>::min());
  if (what == "first" || what == "last" || what == "replicas") return number.has_value();
  if (what == "offset" || what == "milliseconds") return number && *number >= 0;
  if (what == "count") return number && *number > 0;
  if (what == "database") return number && *number == 0;
  if (what == "cursor") return is_cursor(text);
  return true;
}

bool is_number(std::string_view what) {
  constexpr std::string_view numbers[] = {"ttl",      "amount",       "first", "last",     "offset",
                                          "replicas", "milliseconds", "count", "database", "cursor"};
  return std::ranges::find(numbers, what) != std::end(numbers);
}

bool are_compatible(const std::vector<bool>& used, const CommandGrammar& grammar) {
  return std::ranges::none_of(exclusive, [&](std::string_view line) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < used.size(); ++i) count += used[i] && has_word(line, grammar.options[i].word) ? 1 : 0;
    return count > 1;
  });
}

// Which of the options of the grammar are there; nullopt: something else is, or they do not fit together. Of one with
// a TTL that comes twice the last counts.
std::optional<std::vector<bool>> used_options(const CommandGrammar& grammar, Arguments rest, std::string_view command) {
  std::vector<bool> used(grammar.options.size());
  std::vector<bool> is_wrong(grammar.options.size());
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const auto option = std::ranges::find_if(
        grammar.options, [&](const Option& each) { return equal_ignoring_case(rest[i], each.word); });
    if (option == grammar.options.end()) return std::nullopt;
    const auto place = static_cast<std::size_t>(option - grammar.options.begin());
    used[place] = true;
    if (option->argument.empty()) continue;
    if (++i == rest.size()) return std::nullopt;
    const bool may_stand = may_be(option->argument, rest[i], command);
    if (option->argument != "ttl" && !may_stand) return std::nullopt;
    is_wrong[place] = !may_stand;
  }
  if (std::ranges::count(is_wrong, true) > 0) return std::nullopt;
  return are_compatible(used, grammar) ? std::optional(used) : std::nullopt;
}

bool are_words_in_place(const CommandGrammar& grammar, Arguments arguments, std::string_view command) {
  if (!grammar.takes(arguments.size())) return false;
  if (grammar.repeats && (arguments.size() - 1) % grammar.words.size() != 0) return false;
  for (std::size_t place = 1; place < arguments.size(); ++place) {
    if (!may_be(grammar.at(place), arguments[place], command)) return false;
  }
  return true;
}

// Options with blanks before them; nullopt: the server has to refuse it.
std::optional<std::string> options_text(const CommandGrammar& grammar, Arguments arguments, std::string_view command) {
  if (!are_words_in_place(grammar, arguments, command)) return std::nullopt;
  if (grammar.repeats || grammar.takes_anything) return std::string();
  const auto used = used_options(grammar, arguments.subspan(grammar.least()), command);
  if (!used) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < used->size(); ++i) {
    if ((*used)[i]) text += " " + std::string(grammar.options[i].word);
  }
  return text;
}

void take_keys(const CommandGrammar& grammar, Arguments arguments, IssuedCommand& into) {
  const bool has_source = std::ranges::find(grammar.words, "source") != grammar.words.end();
  for (std::size_t place = 1; place < arguments.size(); ++place) {
    const std::string_view what = grammar.at(place);
    if (what == "source") into.keys.push_back({"source", arguments[place]});
    if (what == "key") into.keys.push_back({has_source ? "target" : "", arguments[place]});
  }
  if (has_source && into.keys[0].key == into.keys[1].key) {
    into.form += " same";
    into.keys = {{"", into.keys[0].key}};
  } else if (grammar.repeats && into.keys.size() > 1) {
    into.form += " several";
  }
}

// The words of a form of `mix` as a client may send them: `key` and what else is drawn replaced.
std::vector<std::string> sample_of(std::span<const std::string_view> form) {
  constexpr std::array<std::array<std::string_view, 2>, 6> samples = {{{"ttl", "1000"},
                                                                       {"seconds", "1"},
                                                                       {"at_ms", "9999999999999"},
                                                                       {"at_s", "9999999999"},
                                                                       {"replicas", "1"},
                                                                       {"overflow", "9223372036854775807"}}};
  std::vector<std::string> words;
  for (const std::string_view word : form) {
    const auto* const sample = std::ranges::find_if(samples, [&](const auto& each) { return each[0] == word; });
    words.emplace_back(sample == samples.end() ? word : (*sample)[1]);
    // A second key is another one.
    if (word == "key") words.back() += std::to_string(words.size());
  }
  return words;
}

// As a node sees it whose clock shows 2001.
std::string form_of(const std::vector<std::string>& arguments, const IssuedCommand& issued) {
  constexpr ExpiryTime now{seam::Milliseconds{1'000'000'000'000}};
  KeyTable keys;
  ClientCommand command;
  parse_command(arguments, keys, command);
  const std::string_view word = issued.is_legal ? *time_word(command.ttl, now, now) : "";
  return word.empty() ? issued.form : issued.form + " " + std::string(word);
}

}  // namespace

bool has_word(std::string_view form, std::string_view word) {
  while (!form.empty()) {
    const std::string_view first = command_of(form);
    if (first == word) return true;
    form.remove_prefix(std::min(first.size() + 1, form.size()));
  }
  return false;
}

std::string_view command_of(std::string_view form) { return form.substr(0, form.find(' ')); }

std::optional<IssuedCommand> issued_command(std::span<const CommandSpec> commands, Arguments arguments) {
  const CommandSpec* const spec = arguments.empty() ? nullptr : find_command(commands, arguments.front());
  if (spec == nullptr) return std::nullopt;
  const CommandGrammar grammar = grammar_of(*spec);
  IssuedCommand issued{spec->name, std::string(spec->name)};
  const auto options = options_text(grammar, arguments, spec->name);
  issued.is_legal = options.has_value();
  issued.form += options.value_or(" illegal");
  if (issued.is_legal) take_keys(grammar, arguments, issued);
  return issued;
}

std::optional<std::string_view> time_word(const TtlRequest& ttl, ExpiryTime earliest, ExpiryTime latest) {
  if (ttl.kind == TtlRequest::Kind::overflow) return "overflow";
  if (ttl.kind == TtlRequest::Kind::relative && ttl.milliseconds > (ExpiryTime::max() - latest).count())
    return "overflow";
  if (is_past(ttl, earliest) != is_past(ttl, latest)) return std::nullopt;
  return is_past(ttl, earliest) ? "past" : "";
}

std::vector<std::string> forms_of(const CommandSpec& command) {
  const CommandGrammar grammar = grammar_of(command);
  const std::string name(command.name);
  std::vector<std::string> forms = {name};
  // In milliseconds since 1970, each number is an instant.
  const auto add_times = [&](const std::string& form, bool may_be_past, bool may_overflow) {
    if (may_be_past) forms.push_back(form + " past");
    if (may_overflow) forms.push_back(form + " overflow");
  };
  const bool has_number = std::ranges::any_of(grammar.words, is_number);
  for (const Option& option : grammar.options) {
    forms.push_back(name + " " + std::string(option.word));
    if (option.argument == "ttl") add_times(forms.back(), option.word.ends_with("AT"), option.word != "PXAT");
  }
  if (std::ranges::find(grammar.words, "ttl") != grammar.words.end()) {
    add_times(name, takes_any_time(name), name != "PEXPIREAT");
  }
  if (grammar.repeats) forms.push_back(name + " several");
  if (std::ranges::find(grammar.words, "source") != grammar.words.end()) forms.push_back(name + " same");
  if (has_number || !grammar.options.empty()) forms.push_back(name + " illegal");
  return forms;
}

std::vector<std::string> forms_of(const OperationSpec& operation, std::span<const CommandSpec> commands) {
  std::vector<std::string> forms;
  const std::vector<std::string_view> words = split_words(operation.form);
  for (auto begin = words.begin(); begin != words.end();) {
    const auto end = std::find(begin, words.end(), ";");
    const std::vector<std::string> arguments = sample_of({begin, end});
    if (const auto issued = issued_command(commands, arguments)) forms.push_back(form_of(arguments, *issued));
    begin = end == words.end() ? end : end + 1;
  }
  return forms;
}

}  // namespace groundhog::checkers
