// All events of a run in one list, and who observes them: everything that checkers, traces and coverage may know.
#pragma once

#include <cstdint>

#include "sim/history/event_list.hpp"
#include "sim/history/events.hpp"
#include "sim/history/log_events.hpp"

namespace groundhog {

// The number of an event, from 1, is its place here and part of every hash: append, never reorder. What goes through
// observers, hash and timeline follows from this list. An event has a time `at` and a `describe` that visits what it
// says, in the order of the hash; one that is `hashed = false` is for checkers alone.
using AllEvents = EventList<PhaseStarted, NodeStarted, NodeStopped, NodePaused, NodeResumed, ClockRead,
                            OperationInvoked, OperationDelivered, ReplyAccepted, OperationCompleted, HistoryBegan,
                            LogAppended, NodePosition, StateSampled, ConnectionOpened, ConnectionEstablished,
                            ConnectionClosed, FrameSent, FrameDelivered, FrameDropped, FaultStarted, FaultStopped,
                            FaultEffective, Announced, TimerFired, RunEnded, FramePartDelivered>;

// Receives every event of a run in order. Override on(const NodeStarted&) and what else you need.
using Observer = ObserverOf<AllEvents>;

// An observer that takes all events alike: `Derived` has a public template `each(const Event&)`.
template <typename Derived>
using EachEvent = EachOf<Derived, Observer, AllEvents>;

template <typename Event>
inline constexpr std::uint64_t event_number = AllEvents::number_of<Event>();

template <typename Event>
concept HashedEvent = !requires {
  requires !Event::hashed;
};

}  // namespace groundhog
