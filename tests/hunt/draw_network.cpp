// `network`: delays of every shape, loss, overrides of single links, small sockets.
#include <algorithm>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/units.hpp"
#include "tests/hunt/hosts.hpp"
#include "tests/hunt/parts.hpp"
#include "tests/hunt/ranges.hpp"

namespace groundhog::hunt {
namespace {

constexpr std::uint64_t socket_buffers[] = {256, 1024, 4096, 16'384, 262'144};

std::string percent(Draw& draw, std::int64_t most) { return std::to_string(draw.between(1, most)) + "%"; }

struct LinkWords {
  FlowMapping fields;
  Duration slowest{0};  // nearly: the tails of some shapes have no end
  bool is_lossy = false;
};

LinkWords draw_link(Draw draw, LinkWords link) {
  constexpr int tail = 6;
  const std::string_view shape = draw.one_of(delay_words);
  const Duration mean = draw.chance(0.2) ? Duration{0} : draw.log_between(10us, most_delay, 10us);
  const Duration jitter = draw.chance(0.5) ? draw.between(Duration{0}, mean) : Duration{0};
  link.slowest = shape == "constant" ? mean + jitter : tail * (mean + jitter);
  if (draw.chance(0.3)) {
    FlowMapping delay;
    delay.add("dist", std::string(shape));
    delay.add("mean", format_duration(mean));
    if (jitter > Duration{0}) delay.add("jitter", format_duration(jitter));
    link.fields.add("delay", delay.text());
  } else {
    link.fields.add("delay", format_duration(mean));
    if (jitter > Duration{0}) link.fields.add("jitter", format_duration(jitter));
    if (shape != "constant" || draw.chance(0.3)) link.fields.add("dist", std::string(shape));
  }
  link.is_lossy = draw.chance(0.25);
  if (link.is_lossy) link.fields.add("loss", percent(draw, most_loss_percent));
  if (link.is_lossy && draw.chance(0.4)) link.fields.add("burst", format_duration(draw.log_between(1ms, 300ms, 1ms)));
  // Not so thin that warmup never ends.
  if (draw.chance(0.15)) {
    link.fields.add("rate", format_byte_rate(std::uint64_t{1} << (18 + draw.below(6))));
    if (draw.chance(0.5)) link.fields.add("limit", format_size(std::uint64_t{1} << (16 + draw.below(6))));
  }
  return link;
}

void note(const LinkWords& link, Sketch& sketch) {
  sketch.round_trip = std::max(sketch.round_trip, 2 * link.slowest);
  sketch.is_lossy = sketch.is_lossy || link.is_lossy;
}

}  // namespace

std::string draw_network(Draw draw, Sketch& sketch) {
  constexpr Duration usual_round_trip = 2ms;  // of the language's default link
  sketch.round_trip = usual_round_trip;
  std::string text;
  if (draw.chance(0.7)) {
    const LinkWords link = draw_link(draw.sub("default"), {});
    note(link, sketch);
    text += "  default: " + link.fields.text() + "\n";
  }
  if (draw.chance(0.3)) text += "  socket_buffer: " + format_size(draw.one_of(socket_buffers)) + "\n";
  const std::uint64_t changes = draw.chance(0.3) ? 1 + draw.below(3) : 0;
  if (changes > 0) text += "  links:\n";
  for (std::uint64_t i = 0; i < changes; ++i) {
    LinkWords link;
    link.fields.add("link", yaml_scalar(draw_link_name(draw, sketch)));
    link = draw_link(draw.sub("link").sub(i), link);
    Draw sockets = draw.sub("sockets").sub(i);
    if (sockets.chance(0.2)) link.fields.add("socket_buffer", format_size(sockets.one_of(socket_buffers)));
    note(link, sketch);
    text += "    - " + link.fields.text() + "\n";
  }
  return text.empty() ? text : "network:\n" + text;
}

}  // namespace groundhog::hunt
