// What a replay found out, beside the seed's result. It lies in memory that the worker process shares with the command,
// so that it survives the crash of the day.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace groundhog::harness {

// The first event that is not what was recorded.
struct ReplayDivergence {
  std::uint64_t event = 0;  // from 1
  std::int64_t at_ns = 0;   // since the start of the run
  bool ended_here = false;  // this run has no such event
  bool ended_then = false;  // the recorded run had no such event
};

struct ReplayFindings {
  std::uint64_t events = 0;   // so far
  std::uint64_t matched = 0;  // recorded decisions that were imposed
  std::uint64_t drawn = 0;    // decisions that had not been recorded
  bool diverged = false;
  ReplayDivergence divergence;
  bool shown = false;    // a line of the timeline
  bool reached = false;  // the point that --until or --state names

  // The last lines up to the divergence; cut where they are too long.
  std::string_view lines() const { return {text_.data(), text_size_}; }
  void set_lines(std::string_view lines) {
    text_size_ = lines.substr(0, text_.size()).copy(text_.data(), text_.size());
  }

 private:
  std::array<char, 4096> text_{};
  std::size_t text_size_ = 0;
};

// Findings in shared memory; fork() between the one who writes and the one who reads.
class SharedFindings {
 public:
  SharedFindings();
  ~SharedFindings();
  SharedFindings(const SharedFindings&) = delete;
  SharedFindings& operator=(const SharedFindings&) = delete;

  ReplayFindings& operator*() { return *findings_; }
  ReplayFindings* operator->() { return findings_; }

 private:
  ReplayFindings* findings_;
};

}  // namespace groundhog::harness
