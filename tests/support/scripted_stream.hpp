// A stream without a network: a test says how much it accepts and what there is to read.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include "sut/runtime/stream.hpp"

namespace burrow::test {

class ScriptedStream final : public seam::Stream {
 public:
  // What a test looks at or sets. It outlives the stream, which its owner may destroy.
  struct Script {
    std::string input = {};                           // waits to be read
    std::string written = {};                         // was accepted
    std::size_t room = static_cast<std::size_t>(-1);  // still accepted
    bool ended = false;                               // the peer finished writing
    bool shut = false;                                // so did we
    bool aborted = false;
    seam::StreamEvents* events = nullptr;
  };

  explicit ScriptedStream(Script& script) : script_(script) {}

  void subscribe(seam::StreamEvents& events) override { script_.events = &events; }
  std::size_t write(std::string_view bytes) override {
    const std::size_t accepted = std::min(script_.room, bytes.size());
    script_.written.append(bytes.substr(0, accepted));
    script_.room -= accepted;
    return accepted;
  }
  seam::ReadResult read(std::span<char> into) override {
    if (script_.input.empty()) return {script_.ended ? seam::ReadStatus::end_of_stream : seam::ReadStatus::would_block};
    const std::size_t bytes = std::min(into.size(), script_.input.size());
    std::memcpy(into.data(), script_.input.data(), bytes);
    script_.input.erase(0, bytes);
    return {seam::ReadStatus::data, bytes};
  }
  void shutdown_write() override { script_.shut = true; }
  void abort() override { script_.aborted = true; }
  seam::StreamId id() const override { return seam::StreamId{1}; }
  seam::Address peer() const override { return {"peer", 1}; }

 private:
  Script& script_;
};

}  // namespace burrow::test
