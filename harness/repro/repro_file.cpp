#define XXH_INLINE_ALL
#include "harness/repro/repro_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <tuple>

#include <xxhash.h>

#include "harness/repro/seed_report.hpp"
#include "harness/text/json.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog::harness {
namespace {

std::uint64_t hash_of_this_executable() {
  std::ifstream file("/proc/self/exe", std::ios::binary | std::ios::ate);
  std::string content(static_cast<std::size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  return XXH3_64bits(content.data(), content.size());
}

// ---- the lines of the file

constexpr std::size_t seal_size = sizeof(R"(,"xxh3":"0123456789abcdef"})") - 1;

std::string seal_of(std::string_view members) {
  return R"(,"xxh3":")" + hex_digits(XXH3_64bits(members.data(), members.size()), 16) + R"("})";
}

constexpr std::size_t decisions_per_line = 1000;

std::string hex(std::uint64_t number) { return "0x" + hex_digits(number, 16); }

JsonObject stamp_json(const BuildStamp& build) {
  return identity_json(build).add_bytes("mutant", build.mutant).add("binary", hex(build.binary));
}

JsonObject header(const Repro& repro, std::size_t lines) {
  JsonObject object;
  object.add("groundhog_repro", repro_format)
      .add("lines", lines)
      .add("build", stamp_json(repro.build))
      .add_bytes("scenario", repro.scenario_name)
      .add_bytes("file", repro.scenario_file)
      .add("seed", seed_text(repro.seed))
      .add("limits", limits_json(repro.limits))
      .add_bytes("about", repro.about);
  if (repro.minimised_from) object.add("minimised_from", size_json(*repro.minimised_from));
  return object;
}

// Of a run that has not ended it is as wide for every seed: it is rewritten in place.
std::string header_text(const Repro& repro, std::size_t lines) {
  std::string text = header(repro, lines).text();
  constexpr std::size_t widest = std::string_view("0x0123456789abcdef").size();
  if (!repro.outcome) text.insert(text.size() - 1, widest - seed_text(repro.seed).size(), ' ');
  return text;
}

JsonObject plan(const Repro& repro) { return JsonObject().add("section", "plan").add_bytes("yaml", repro.plan); }

JsonObject recorded_violation_json(const SeedViolation& violation) {
  return JsonObject()
      .add_bytes("check", violation.check)
      .add("at_ns", violation.at.count())
      .add_bytes("message", violation.message)
      .add_bytes("node", violation.node)
      .add_bytes("key", violation.key);
}

JsonObject outcome_json(const ReproOutcome& outcome) {
  JsonArray violations;
  for (const SeedViolation& violation : outcome.violations) violations.add(recorded_violation_json(violation));
  return JsonObject()
      .add("section", "outcome")
      .add("end", name_of(outcome.end))
      .add_bytes("detail", outcome.detail)
      .add("violations", violations)
      .add("events", outcome.events)
      .add("size", size_json(outcome.size))
      .add("hash", hex(outcome.trail.whole));
}

// One line for each checkpoint, and one for the events behind the last.
void append_trail(std::vector<JsonObject>& sections, const HashTrail& trail) {
  constexpr std::size_t step = HashTrail::events_per_checkpoint;
  SEAM_ASSERT(trail.checkpoints.size() == trail.events.size() / step);
  for (std::size_t first = 0; first < trail.events.size(); first += step) {
    const std::size_t end = std::min(first + step, trail.events.size());
    std::string digits;
    for (std::size_t i = first; i < end; ++i) digits += hex_digits(trail.events[i], 4);
    JsonObject& object = sections.emplace_back();
    object.add("section", "trail").add("first", first).add("events", digits);
    if (end == first + step) object.add("checkpoint", hex(trail.checkpoints[first / step]));
  }
}

// Decisions as words, see docs/reference/repro.md: 3=1204000 or, where the ordinal does not follow, 3@17.1=x.
class DecisionWords {
 public:
  std::string word(const RecordedDecision& decision) {
    const auto [at, fresh] = streams_.try_emplace({decision.from, decision.to, decision.type}, streams_.size());
    if (fresh) {
      table_.add(
          JsonObject().add_bytes("from", decision.from).add_bytes("to", decision.to).add_bytes("type", decision.type));
      latest_.push_back(0);
    }
    std::uint64_t& latest = latest_[at->second];
    std::string out = std::to_string(at->second);
    if (decision.attempt != 0 || decision.ordinal != latest + 1) out += "@" + std::to_string(decision.ordinal);
    if (decision.attempt != 0) out += "." + std::to_string(decision.attempt);
    latest = decision.ordinal;
    return out + "=" + (decision.fate ? std::to_string(decision.fate->count()) : "x");
  }

  const JsonArray& table() const { return table_; }

 private:
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> streams_;
  std::vector<std::uint64_t> latest_;  // ordinal, by stream
  JsonArray table_;
};

void append_decisions(std::vector<JsonObject>& sections, const std::vector<RecordedDecision>& decisions) {
  if (decisions.empty()) return;
  DecisionWords words;
  std::vector<JsonObject> lines;
  for (std::size_t first = 0; first < decisions.size(); first += decisions_per_line) {
    const std::size_t end = std::min(first + decisions_per_line, decisions.size());
    std::string fates;
    for (std::size_t i = first; i < end; ++i) fates += (i == first ? "" : " ") + words.word(decisions[i]);
    lines.emplace_back().add("section", "decisions").add("first", first).add("fates", fates);
  }
  sections.emplace_back().add("section", "streams").add("streams", words.table());
  sections.insert(sections.end(), lines.begin(), lines.end());
}

}  // namespace

BuildStamp build_stamp() {
  static const std::uint64_t binary = hash_of_this_executable();
  return {build_identity(), binary};
}

tl::expected<Repro, std::string> read_repro(const std::string& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return tl::unexpected(file + " is a folder: name a .repro file, such as full.repro in it");
  }
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return tl::unexpected("cannot read " + file + (errno != 0 ? std::string(": ") + std::strerror(errno) : ""));
  return parse_repro(text, file);
}

Written write_repro(const std::string& file, const Repro& repro) { return write_file(file, to_text(repro)); }

std::string sealed(std::string_view object) {
  const std::string_view members = object.substr(0, object.size() - 1);
  return std::string(members) + seal_of(members);
}

bool seal_holds(std::string_view line) {
  if (line.size() < seal_size) return false;
  const std::string_view members = line.substr(0, line.size() - seal_size);
  return line.substr(members.size()) == seal_of(members);
}

std::string to_text(const Repro& repro) {
  std::vector<JsonObject> sections = {plan(repro)};
  if (repro.outcome) {
    sections.push_back(outcome_json(*repro.outcome));
    append_trail(sections, repro.outcome->trail);
    append_decisions(sections, repro.outcome->decisions);
  }
  std::string text = sealed(header_text(repro, sections.size() + 1)) + "\n";
  for (const JsonObject& section : sections) text += sealed(section.text()) + "\n";
  return text;
}

}  // namespace groundhog::harness
