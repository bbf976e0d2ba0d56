#include "sim/scenario/read_workload.hpp"

#include <algorithm>

#include "sim/scenario/client_command.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace groundhog {
namespace {

void read_keys(const YamlValue& value, const InstanceReader& reader, KeySpace& keys) {
  reader.read_into(keys.count, value, "count", parse_count);
  reader.read_word(keys.choice, value, "dist", key_words);
  reader.read_into(keys.theta, value, "theta", parse_number);
  keys.binary_names = reader.read_text(value, "names") == "binary";
}

void read_ttl(const YamlValue& value, const InstanceReader& reader, TtlSpec& ttl) {
  reader.read_word(ttl.shape, value, "dist", ttl_words);
  reader.read_into(ttl.least, value, "min", parse_ttl);
  reader.read_into(ttl.most, value, "max", parse_ttl);
  reader.read_into(ttl.mean, value, "mean", parse_ttl);
  reader.read_into(ttl.step, value, "step", parse_ttl);
}

void read_mix(const YamlValue& value, const InstanceReader& reader, const Guest& guest, WorkloadSpec& workload) {
  for (const OperationSpec& spec : guest.operations()) {
    const CommandSpec* command = find_command(guest.commands(), spec.form.substr(0, spec.form.find(' ')));
    workload.mix.push_back({spec.form, command != nullptr && command->reads});
    reader.read_into(workload.mix.back().weight, value, spec.word, parse_number);
  }
}

std::vector<PlannedOperation> read_operations(const YamlValue& ops, const InstanceReader& reader) {
  std::vector<PlannedOperation> operations;
  for (const YamlValue& item : ops.items) {
    PlannedOperation operation;
    reader.read_into(operation.at, item, "at", parse_duration);
    const auto client = client_number(reader.read_text(item, "client").value_or("c1"));
    operation.client = std::max(client.value_or(1), 1U) - 1;
    operation.node = reader.read_text(item, "node").value_or(std::string(PlannedOperation::primary));
    if (auto words = split_command(reader.read_text(item, "cmd").value_or(""))) operation.arguments = std::move(*words);
    operations.push_back(std::move(operation));
  }
  std::stable_sort(operations.begin(), operations.end(),
                   [](const PlannedOperation& a, const PlannedOperation& b) { return a.at < b.at; });
  return operations;
}

}  // namespace

WorkloadSpec read_workload(const YamlValue& value, const InstanceReader& reader, const Guest& guest) {
  WorkloadSpec workload;
  reader.read_into(workload.rate, value, "rate", parse_rate);
  reader.read_word(workload.arrivals, value, "arrivals", arrival_words);
  workload.reads_anywhere = reader.read_text(value, "connect") != "primary";
  reader.read_into(workload.timeout, value, "timeout", parse_duration);
  if (const YamlValue* keys = value.find("keys")) read_keys(*keys, reader, workload.keys);
  if (const YamlValue* mix = value.find("mix")) read_mix(*mix, reader, guest, workload);
  if (const YamlValue* ttl = value.find("ttl")) read_ttl(*ttl, reader, workload.ttl);
  if (const YamlValue* values = value.find("values")) {
    reader.read_into(workload.values.least, *values, "min", parse_size);
    reader.read_into(workload.values.most, *values, "max", parse_size);
  }
  if (const YamlValue* ops = value.find("ops")) workload.fixed = read_operations(*ops, reader);
  for (const PlannedOperation& operation : workload.fixed) {
    workload.clients = std::max(workload.clients, operation.client + 1);
  }
  if (const auto clients = reader.read(value, "clients", parse_count)) {
    workload.clients = static_cast<std::uint32_t>(std::min<std::uint64_t>(*clients, max_clients));
  }
  return workload;
}

}  // namespace groundhog
