// Constants of the simulated TCP. The defaults are those of Linux.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "sim/core/virtual_time.hpp"

namespace groundhog {

struct TcpOptions {
  // Bytes that a stream accepts beyond what its peer has acknowledged, and that a kernel keeps for a process that does
  // not read.
  std::size_t send_buffer_bytes = std::size_t{2} << 20;
  std::size_t receive_window_bytes = std::size_t{2} << 20;

  // Retransmission timer: doubles from min to max; after `data_retries` unanswered ones (924.6 s) the connection times
  // out.
  Duration rto_min = std::chrono::milliseconds(200);
  Duration rto_max = std::chrono::seconds(120);
  std::uint32_t data_retries = 15;

  // A retransmission carries this many bytes at once, which are lost or arrive together.
  std::size_t segment_bytes = 1448;

  // Handshake timer: doubles; a connect gives up after 127 s, a half-open accept after 63 s.
  Duration syn_timeout = std::chrono::seconds(1);
  std::uint32_t syn_retries = 6;
  std::uint32_t syn_ack_retries = 5;

  // An incomplete frame waits at its sender until it is whole, so that message faults see whole frames; from this size
  // on its bytes travel ahead, and the frame can no longer be dropped or delayed.
  std::size_t gate_bytes = std::size_t{16} << 10;

  // One way, between processes of one machine.
  Duration loopback_delay = std::chrono::microseconds(50);
};

}  // namespace groundhog
