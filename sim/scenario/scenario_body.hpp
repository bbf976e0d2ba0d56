// One instance of a scenario: params filled in, everything typed; random windows, drawn nodes and the generated
// workload are still to be expanded. And what instances are read from, for each seed: ScenarioTemplate.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/faults/fault.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/profiles.hpp"
#include "sim/scenario/yaml.hpp"

namespace groundhog {

// Words that stand for an enumerator are in the order of its enumeration.

// ---- workload -----------------------------------------------------------------------------------------------------

inline constexpr std::string_view key_words[] = {"uniform", "zipf", "hot"};
inline constexpr std::string_view ttl_words[] = {"uniform", "log_uniform", "exponential"};
inline constexpr std::string_view size_words[] = {"uniform", "log_uniform"};
inline constexpr std::string_view arrival_words[] = {"exponential", "jittered", "even", "bursts"};

struct KeySpace {
  enum class Choice : std::uint8_t { uniform, zipf, hot };

  std::uint64_t count = 16;
  Choice choice = Choice::uniform;
  double theta = 0.99;
  bool binary_names = false;
};

struct TtlSpec {
  enum class Shape : std::uint8_t { uniform, log_uniform, exponential };

  Shape shape = Shape::uniform;
  Duration least = std::chrono::milliseconds(50);
  Duration most = std::chrono::seconds(3);
  std::optional<Duration> mean;  // exponential
  std::optional<Duration> step;
};

struct ValueSizes {
  enum class Shape : std::uint8_t { uniform, log_uniform };

  Shape shape = Shape::uniform;
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

// A word of `mix` and how often it is drawn.
struct WeightedOperation {
  std::string_view form;  // OperationSpec::form
  bool reads = false;     // its command
  double weight = 0;
};

// How long clients keep the leader that they know: of the first, second … change, or drawn for each.
struct LearnSpec {
  std::vector<Duration> written;  // the last one counts for all later changes; empty: drawn from …
  Duration least{0};
  Duration most{0};
};

// Of one client, in place of what the workload says.
struct ClientWorkload {
  std::optional<LearnSpec> learn;
  std::vector<std::string> nodes;  // of its generated operations; empty: as the others
  bool reconnects = false;
  std::optional<std::uint64_t> pipeline;
  std::optional<double> inline_share;
};

struct WorkloadSpec {
  enum class Arrivals : std::uint8_t { exponential, jittered, even, bursts };

  double rate = 0;  // operations per second of all clients; 0: none are generated
  Arrivals arrivals = Arrivals::exponential;
  bool reads_anywhere = true;
  KeySpace keys;
  std::vector<WeightedOperation> mix;  // every word that the guest has
  TtlSpec ttl;
  ValueSizes values;
  LearnSpec learn;
  std::uint64_t pipeline = 1;
  double inline_share = 0;
  std::map<std::uint32_t, ClientWorkload> clients;  // that are named, 0-based
  std::vector<PlannedOperation> fixed;              // `ops`
};

// ---- faults -------------------------------------------------------------------------------------------------------

struct AtTime {
  Duration at{0};  // without any timing the start of chaos
};
struct Repeated {
  Duration every{0};
  std::optional<Duration> until;  // none: the end of chaos
};
struct RandomWindows {
  std::uint64_t count = 0;
  Duration from{0};
  Duration to{0};
  Duration shortest{0};  // of a window; 0: `for` is not given
  Duration longest{0};
  Duration gap{0};
};
using FaultTiming = std::variant<AtTime, Repeated, RandomWindows, EventTrigger>;

struct FaultSpec {
  std::string id;
  const FaultEntry* entry = nullptr;  // nullptr: unknown verb, reported
  bool enabled = true;
  bool may_miss = false;
  FaultTiming timing;
  std::optional<Duration> lasts;
  FaultParameters parameters;  // nodes that are drawn for each window are still `any` or RoleNames::following
};

// ---- all of it ----------------------------------------------------------------------------------------------------

struct ScenarioBody {
  Plan plan;  // as far as no seed draws it: all but operations, faults and what is the scenario's
  std::vector<std::string> left_out;  // nodes that this instance does not have
  WorkloadSpec workload;
  std::vector<FaultSpec> faults;  // in the order of the file, disabled ones included

  bool is_left_out(std::string_view node) const { return std::ranges::find(left_out, node) != left_out.end(); }
};

class Section;

// Of the root of a document. Never fails: what is malformed is reported, or reads as absent.
ScenarioBody read_body(const Section& root, std::span<const FaultEntry> faults, const Guest& guest,
                       const Profiles& profiles);

// What a Scenario keeps of its file to make plans from: the document with its placeholders resolved, its params, and,
// when there are none, the one instance that all seeds share.
class ScenarioTemplate {
 public:
  ScenarioTemplate(YamlValue document, std::vector<Param> params, std::span<const FaultEntry> faults,
                   const Guest& guest, Profiles profiles);

  // The instance with these values of the params.
  ScenarioBody instance(const ParamValues& values) const;
  const Guest& guest() const { return guest_; }

  const YamlValue& document() const { return document_; }
  std::span<const Param> params() const { return params_; }

 private:
  YamlValue document_;
  std::vector<Param> params_;
  std::span<const FaultEntry> faults_;
  const Guest& guest_;
  Profiles profiles_;
  std::optional<ScenarioBody> only_instance_;  // when there are no params
};

}  // namespace groundhog
