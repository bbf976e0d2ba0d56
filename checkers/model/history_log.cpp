#include "checkers/model/history_log.hpp"

#include <algorithm>

#include "checkers/model/key_table.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog::checkers {
namespace {

constexpr auto by_offset = [](std::uint64_t offset, const Version& version) { return offset < version.offset; };

}  // namespace

std::uint64_t entry_digest(std::uint64_t key_hash, std::string_view value, const Deadline& deadline) {
  const std::uint64_t with_value = hash_bytes(value, key_hash);
  if (!deadline) return mix64(with_value);
  return mix64(with_value ^ mix64(static_cast<std::uint64_t>(deadline->time_since_epoch().count()) + 1));
}

HistoryLog::HistoryLog(const HistoryBegan& began, const HistoryLog* parent, const KeyTable& keys)
    : id_(began.history),
      owner_(began.node),
      origin_(began.origin),
      parent_(parent),
      switch_offset_(parent == nullptr ? 0 : std::min(began.switch_offset, parent->last_offset())),
      at_switch_(parent == nullptr ? StateDigest{} : parent->digest_at(switch_offset_)),
      keys_(keys) {}

void HistoryLog::append(const LogAppended& appended, KeyId key) {
  SEAM_ASSERT(appended.offset == last_offset() + 1);
  StateDigest after = digest_at(last_offset());
  if (appended.effect.kind == EffectKind::flush) {
    flushes_.push_back(appended.offset);
    after = {};
  } else {
    const Version* before = find(key, last_offset());
    if (before != nullptr) {
      after.digest -= before->digest;
      --after.keys;
      after.bytes -= appended.effect.key.size() + before->value.size();
    }
    const Version version = version_after(appended, key, before);
    after.digest += version.digest;
    if (version.present) {
      ++after.keys;
      after.bytes += appended.effect.key.size() + version.value.size();
    }
    if (index(key) >= versions_.size()) versions_.resize(std::max<std::size_t>(keys_.size(), index(key) + 1));
    versions_[index(key)].push_back(version);
  }
  const std::uint64_t payload = (entries_.empty() ? 0 : entries_.back().payload_bytes) + appended.effect.key.size() +
                                appended.effect.value.size();
  entries_.push_back({appended.at, key, appended.effect.kind, appended.effect.cause, appended.connection,
                      appended.command, after, payload});
}

Version HistoryLog::version_after(const LogAppended& appended, KeyId key, const Version* before) {
  const Effect& effect = appended.effect;
  Version version{appended.offset, 0, {}, std::nullopt, false};
  if (effect.kind == EffectKind::del) return version;
  if (effect.kind != EffectKind::set && before == nullptr) return version;
  version.present = true;
  version.deadline = effect.deadline;
  version.value = effect.kind == EffectKind::set ? values_.keep(effect.value) : before->value;
  version.digest = entry_digest(keys_.hash(key), version.value, version.deadline);
  return version;
}

const HistoryLog::Entry* HistoryLog::entry(std::uint64_t offset) const {
  if (offset <= switch_offset_) return parent_ == nullptr ? nullptr : parent_->entry(offset);
  if (offset > last_offset()) return nullptr;
  return &entries_[offset - switch_offset_ - 1];
}

StateDigest HistoryLog::digest_at(std::uint64_t n) const {
  if (n == switch_offset_) return at_switch_;
  if (n < switch_offset_) return parent_->digest_at(n);
  return entries_[n - switch_offset_ - 1].after;
}

std::uint64_t HistoryLog::payload_between(std::uint64_t after, std::uint64_t up_to) const {
  if (after >= up_to) return 0;
  if (up_to <= switch_offset_) return parent_->payload_between(after, up_to);
  const std::uint64_t through = entries_[up_to - switch_offset_ - 1].payload_bytes;
  if (after > switch_offset_) return through - entries_[after - switch_offset_ - 1].payload_bytes;
  return through + (parent_ == nullptr ? 0 : parent_->payload_between(after, switch_offset_));
}

std::span<const Version> HistoryLog::versions(KeyId key) const {
  if (index(key) >= versions_.size()) return {};
  return versions_[index(key)];
}

std::uint64_t HistoryLog::last_flush_until(std::uint64_t n) const {
  const auto after = std::upper_bound(flushes_.begin(), flushes_.end(), n);
  return after == flushes_.begin() ? 0 : *(after - 1);
}

const Version* HistoryLog::find(KeyId key, std::uint64_t n) const {
  if (n > switch_offset_) {
    const std::span<const Version> own = versions(key);
    const auto after = std::upper_bound(own.begin(), own.end(), n, by_offset);
    const std::uint64_t flushed = last_flush_until(n);
    if (after != own.begin() && (after - 1)->offset > flushed) return (after - 1)->present ? &*(after - 1) : nullptr;
    if (flushed > 0) return nullptr;
  }
  return parent_ == nullptr ? nullptr : parent_->find(key, std::min(n, switch_offset_));
}

}  // namespace groundhog::checkers
