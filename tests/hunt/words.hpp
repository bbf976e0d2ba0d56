// Which words of the scenario language a document uses, and which there are: keys, words of enumerations, verbs and
// their timings, knobs, operations, commands, frame types, events. Written "mapping.key" or "mapping.key: word".
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "sim/scenario/loader.hpp"

namespace groundhog::hunt {

using Words = std::set<std::string>;

Words words_of_language(const LoaderContext& language);

// Of a text that the loader accepts.
Words words_of_scenario(std::string_view text, const LoaderContext& language);

}  // namespace groundhog::hunt
