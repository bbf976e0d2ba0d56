// From the text of a file to a Repro. Whatever is wrong is thrown as a Refusal inside of this file, with the line at
// work added by parse_repro().
#include <charconv>

#include <nlohmann/json.hpp>

#include "harness/repro/repro_file.hpp"
#include "harness/repro/seed_report.hpp"
#include "sim/core/text.hpp"

namespace groundhog::harness {
namespace {

using Json = nlohmann::json;

constexpr std::string_view beginning = R"({"groundhog_repro":)";

struct Refused {
  std::string what;
  std::string remedy = {};  // empty: that of the reader
};

[[noreturn]] void refuse(std::string what) { throw Refused{std::move(what)}; }

template <class Number>
Number number(std::string_view text, int base = 10) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) refuse("\"" + std::string(text) + "\" is no number");
  return value;
}

std::string_view text_of(const Json& value) { return value.get_ref<const std::string&>(); }

std::uint64_t hex(const Json& value) {
  const std::string_view text = text_of(value);
  if (!text.starts_with("0x")) refuse("\"" + std::string(text) + "\" is no hexadecimal number");
  return number<std::uint64_t>(text.substr(2), 16);
}

std::uint64_t count(const Json& value) {
  if (!value.is_number_unsigned()) refuse(value.dump() + " is no count");
  return value.get<std::uint64_t>();
}

std::string bytes(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  const std::string_view digits = text_of(value.at("hex"));
  if (digits.size() % 2 != 0) refuse("bytes are written with two digits each");
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    out += static_cast<char>(number<unsigned char>(digits.substr(i, 2), 16));
  }
  return out;
}

PlanSize size_from(const Json& json) {
  return {count(json.at("faults")), count(json.at("operations")), count(json.at("messages"))};
}

WorkerLimits limits_from(const Json& json) {
  return {std::chrono::milliseconds(json.at("seed_timeout_ms").get<std::int64_t>()), count(json.at("memory_bytes"))};
}

BuildStamp build_from(const Json& json) {
  return {{bytes(json.at("version")), bytes(json.at("commit")), bytes(json.at("compiler")), bytes(json.at("flags")),
           bytes(json.at("mutant"))},
          hex(json.at("binary"))};
}

SeedEnd end_from(std::string_view word) {
  if (const auto end = seed_end_of(word)) return *end;
  refuse("a run cannot end as \"" + std::string(word) + "\"");
}

// ---- sections -----------------------------------------------------------------------------------------------------

void read_header(Repro& repro, const Json& json) {
  repro.build = build_from(json.at("build"));
  repro.scenario_name = bytes(json.at("scenario"));
  repro.scenario_file = bytes(json.at("file"));
  repro.seed = hex(json.at("seed"));
  if (json.contains("limits")) repro.limits = limits_from(json["limits"]);
  repro.about = bytes(json.at("about"));
  if (json.contains("minimised_from")) repro.minimised_from = size_from(json["minimised_from"]);
}

ReproOutcome outcome_from(const Json& json) {
  ReproOutcome outcome;
  outcome.end = end_from(text_of(json.at("end")));
  outcome.detail = bytes(json.at("detail"));
  for (const Json& each : json.at("violations")) {
    outcome.violations.push_back({bytes(each.at("check")), Duration(each.at("at_ns").get<std::int64_t>()),
                                  bytes(each.at("message")), bytes(each.at("node")), bytes(each.at("key"))});
  }
  outcome.events = count(json.at("events"));
  outcome.size = size_from(json.at("size"));
  outcome.trail.whole = hex(json.at("hash"));
  return outcome;
}

void read_trail(HashTrail& trail, const Json& json) {
  if (count(json.at("first")) != trail.events.size()) refuse("hashes are missing before it");
  const std::string_view digits = text_of(json.at("events"));
  for (std::size_t i = 0; i < digits.size(); i += 4) {
    trail.events.push_back(number<std::uint16_t>(digits.substr(i, 4), 16));
  }
  if (json.contains("checkpoint")) trail.checkpoints.push_back(hex(json["checkpoint"]));
  if (trail.checkpoints.size() != trail.events.size() / HashTrail::events_per_checkpoint) {
    refuse("its checkpoint is not where it belongs");
  }
}

class DecisionReader {
 public:
  void read_streams(const Json& json) {
    for (const Json& each : json.at("streams")) {
      streams_.push_back({bytes(each.at("from")), bytes(each.at("to")), bytes(each.at("type")), 0, 0, {}});
    }
  }

  void read_fates(std::vector<RecordedDecision>& decisions, const Json& json) {
    if (count(json.at("first")) != decisions.size()) refuse("decisions are missing before it");
    std::string_view words = text_of(json.at("fates"));
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size());
      decisions.push_back(decision(words.substr(0, end)));
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  }

 private:
  RecordedDecision decision(std::string_view word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) refuse("\"" + std::string(word) + "\" is no decision");
    const std::string_view fate = word.substr(equals + 1);
    word = word.substr(0, equals);
    const std::size_t at = std::min(word.find('@'), word.size());
    const auto stream = number<std::size_t>(word.substr(0, at));
    if (stream >= streams_.size()) refuse("there is no stream " + std::to_string(stream));

    RecordedDecision& latest = streams_[stream];
    ++latest.ordinal;
    latest.attempt = 0;
    if (at < word.size()) place(latest, word.substr(at + 1));
    latest.fate = fate == "x" ? Fate() : Fate(Duration(number<std::int64_t>(fate)));
    if (latest.fate && *latest.fate < Duration{0}) refuse("\"" + std::string(fate) + "\" is no delay");
    return latest;
  }

  static void place(RecordedDecision& decision, std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    decision.ordinal = number<std::uint64_t>(text.substr(0, point));
    if (point < text.size()) decision.attempt = number<std::uint32_t>(text.substr(point + 1));
  }

  std::vector<RecordedDecision> streams_;  // the latest of each
};

// ---- lines --------------------------------------------------------------------------------------------------------

// Asked before the seal: another format may seal in another way.
void check_format(std::string_view line) {
  constexpr std::string_view foreign = "this is no .repro of groundhog";
  if (!line.starts_with('{')) throw Refused{std::string(foreign), "a scenario is run: groundhog run, or trace"};
  if (!line.starts_with(beginning)) refuse(std::string(foreign));
  std::string_view digits = line.substr(beginning.size());
  digits = digits.substr(0, digits.find_first_not_of("0123456789"));
  std::uint32_t format = 0;
  const std::errc error = std::from_chars(digits.data(), digits.data() + digits.size(), format).ec;
  if (error == std::errc::invalid_argument) refuse("its format is no number");
  if (error == std::errc() && format == repro_format) return;
  const bool is_newer = error == std::errc::result_out_of_range || format > repro_format;
  throw Refused{"it has format " + std::string(digits) + ", and this groundhog knows " + std::to_string(repro_format),
                is_newer ? "take a newer groundhog" : "run the seed again with this one"};
}

Json unsealed(std::string_view line) {
  if (!seal_holds(line)) refuse("it is damaged or cut off: its checksum does not match");
  return Json::parse(line);
}

class Reader {
 public:
  Repro read(std::string_view text) {
    if (text.empty()) refuse("the file is empty");
    std::vector<std::string_view> lines = lines_of(text);
    // A transfer may have changed the ends of lines.
    for (std::string_view& line : lines) line = line.substr(0, line.size() - (line.ends_with('\r') ? 1 : 0));
    check_format(lines.front());
    const Json header = unsealed(lines.front());
    read_header(repro_, header);
    header_read_ = true;
    const std::uint64_t promised = count(header.at("lines"));
    for (line_ = 2; line_ <= lines.size(); ++line_) read_section(unsealed(lines[line_ - 1]));
    line_ = lines.size();
    if (lines.size() != promised) {
      refuse("it ends here, and its first line promises " + std::to_string(promised) + " lines");
    }
    if (!plan_read_) refuse("it has no plan");
    return std::move(repro_);
  }

  std::size_t line() const { return line_; }

  std::string remedy() const {
    if (!header_read_) return "take a fresh copy of the file";
    return "take a fresh copy of the file, or run the seed again: " +
           run_command(repro_.scenario_file, repro_.seed, repro_.build.mutant);
  }

 private:
  void read_section(const Json& json) {
    const std::string_view section = text_of(json.at("section"));
    if (section == "plan") {
      repro_.plan = bytes(json.at("yaml"));
      plan_read_ = true;
    } else if (section == "outcome") {
      repro_.outcome = outcome_from(json);
    } else if (!repro_.outcome) {
      refuse("the outcome is missing before it");
    } else if (section == "trail") {
      read_trail(repro_.outcome->trail, json);
    } else if (section == "streams") {
      decisions_.read_streams(json);
    } else if (section == "decisions") {
      decisions_.read_fates(repro_.outcome->decisions, json);
    } else {
      refuse("\"" + std::string(section) + "\" is no section");
    }
  }

  Repro repro_;
  DecisionReader decisions_;
  std::size_t line_ = 1;
  bool header_read_ = false;
  bool plan_read_ = false;
};

}  // namespace

tl::expected<Repro, std::string> parse_repro(std::string_view text, const std::string& file) {
  Reader reader;
  const auto failure = [&](const std::string& what, const std::string& remedy = {}) {
    return tl::unexpected(file + ":" + std::to_string(reader.line()) + ": " + what + "; " +
                          (remedy.empty() ? reader.remedy() : remedy));
  };
  try {
    return reader.read(text);
  } catch (const Refused& refused) {
    return failure(refused.what, refused.remedy);
  } catch (const Json::exception&) {
    return failure("a member is missing or of the wrong kind");
  }
}

}  // namespace groundhog::harness
