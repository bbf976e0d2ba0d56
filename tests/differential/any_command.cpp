#include "tests/differential/any_command.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "tests/differential/any_word.hpp"
#include "tests/differential/command_forms.hpp"

namespace burrow::differential {

namespace {

const CommandForm& any_form(Draw& draw) {
  static const std::vector<CommandForm> forms = command_forms();
  static const unsigned total = std::accumulate(
      forms.begin(), forms.end(), 0U, [](unsigned sum, const CommandForm& form) { return sum + form.weight; });
  std::size_t left = draw.below(total);
  for (const CommandForm& form : forms) {
    if (left < form.weight) return form;
    left -= form.weight;
  }
  return forms.back();
}

std::ptrdiff_t any_place(Draw& draw, const Words& words) {
  return 1 + static_cast<std::ptrdiff_t>(draw.below(words.size()));
}

// One word less, or one more.
void spoil(Draw& draw, Words& words) {
  const std::ptrdiff_t place = any_place(draw, words);
  if (draw.once_in(2) && place < static_cast<std::ptrdiff_t>(words.size())) {
    words.erase(words.begin() + place);
  } else {
    words.insert(words.begin() + place, any_stray_word(draw));
  }
}

Words any_unknown(Draw& draw) {
  Words words = {any_unknown_name(draw)};
  for (std::size_t left = draw.below(4); left > 0; --left) words.push_back(any_value(draw));
  return words;
}

Words any_words(Draw& draw) {
  if (draw.once_in(60)) return any_unknown(draw);
  const CommandForm& form = any_form(draw);
  Words words = {any_case(draw, form.name)};
  form.add_arguments(draw, words);
  if (draw.once_in(15)) spoil(draw, words);
  return words;
}

void add_transaction(Draw& draw, Sequence& sequence, std::size_t client) {
  const std::size_t other = 1 - client;
  const auto add = [&](std::size_t from, Words words) { sequence.push_back({from, std::move(words)}); };
  if (draw.once_in(2)) add(client, {"WATCH", any_key(draw), any_key(draw)});
  if (draw.once_in(3)) add(other, any_words(draw));
  if (draw.once_in(4)) add(client, any_words(draw));
  add(client, {"MULTI"});
  for (std::size_t left = draw.below(6); left > 0; --left) {
    add(draw.once_in(6) ? other : client, any_words(draw));
  }
  add(client, {draw.once_in(10) ? "DISCARD" : "EXEC"});
}

Sequence draw_sequence(Draw draw, std::size_t commands) {
  Sequence sequence;
  std::size_t client = 0;
  while (sequence.size() < commands) {
    if (draw.once_in(4)) client = 1 - client;
    if (draw.once_in(200)) {
      sequence.push_back({client, {"SET", any_key(draw), any_value(draw), "PXAT", "1000"}});  // dead at once
      sequence.push_back({client, {"DBSIZE"}});
    } else if (draw.once_in(12)) {
      add_transaction(draw, sequence, client);
    } else {
      sequence.push_back({client, any_words(draw)});
    }
  }
  return sequence;
}

// What begins as a number stays: the rest of it could be a TTL that ends within the run.
bool may_be_cut(const std::string& word) { return word.size() > 1 && (word.front() < '0' || word.front() > '9'); }

std::vector<Command> smaller_commands(const Command& command) {
  std::vector<Command> smaller;
  for (std::size_t i = command.words.size(); i-- > 1;) {
    smaller.push_back(command);
    smaller.back().words.erase(smaller.back().words.begin() + static_cast<std::ptrdiff_t>(i));
  }
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    if (!may_be_cut(command.words[i])) continue;
    smaller.push_back(command);
    smaller.back().words[i].resize(command.words[i].size() / 2);
  }
  if (command.client != 0) smaller.push_back({0, command.words});
  return smaller;
}

struct Chunk {
  std::size_t begin;
  std::size_t size;
};

// Large ones first, and the last first: what follows the failure is not needed. rc::shrink::removeChunks() would try
// each place for each size, of which there are too many.
std::vector<Chunk> chunks_of(std::size_t commands) {
  std::vector<Chunk> chunks;
  for (std::size_t size = (commands + 1) / 2; size > 0; size = size == 1 ? 0 : (size + 1) / 2) {
    for (std::size_t end = commands; end > 0; end -= std::min(end, size)) {
      chunks.push_back({end - std::min(end, size), std::min(end, size)});
    }
  }
  return chunks;
}

Sequence without(Sequence sequence, Chunk chunk) {
  const auto begin = sequence.begin() + static_cast<std::ptrdiff_t>(chunk.begin);
  sequence.erase(begin, begin + static_cast<std::ptrdiff_t>(chunk.size));
  return sequence;
}

rc::Seq<Sequence> smaller_sequences(const Sequence& sequence) {
  const auto remove = [sequence](Chunk chunk) { return without(sequence, chunk); };
  const auto shrink = [](const Command& command) { return rc::seq::fromContainer(smaller_commands(command)); };
  return rc::seq::concat(rc::seq::map(rc::seq::fromContainer(chunks_of(sequence.size())), remove),
                         rc::shrink::eachElement(sequence, shrink));
}

}  // namespace

rc::Gen<Sequence> any_sequence(std::size_t commands) {
  return [commands](const rc::Random& random, int) {
    return rc::shrinkable::shrinkRecur(draw_sequence(Draw(random), commands), &smaller_sequences);
  };
}

}  // namespace burrow::differential
