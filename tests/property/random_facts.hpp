// tests/property/random_facts.hpp - any described struct filled with random values: small ranges, so that rules meet both ways.
#pragma once
#include "engine/process.hpp"

#include <random>

namespace property {

using rng = std::mt19937_64;
inline std::int64_t below(rng& r, std::int64_t n) { return static_cast<std::int64_t>(r() % static_cast<std::uint64_t>(n)); }

inline void fill(rng& r, bool& b) { b = below(r, 2) == 1; }
inline void fill(rng& r, std::string& s)
{
    static const char* words[] = {"",
                                  "a",
                                  "b",
                                  "open",
                                  "planned",
                                  "approved",
                                  "approved_with_amendments",
                                  "rejected",
                                  "deferred",
                                  "compliant",
                                  "not_compliant",
                                  "recommended",
                                  "not_recommended",
                                  "strategic_board",
                                  "agreed",
                                  "confirmed",
                                  "expected",
                                  "?"};
    s = words[below(r, 18)];
}
inline void fill(rng& r, engine::instant& t) { t.micros = below(r, 4); }
inline void fill(rng& r, engine::pence& p) { p.value = below(r, 5); }
template <engine::whole_number T> void fill(rng& r, T& n) { n = static_cast<T>(below(r, 4)); }
template <engine::described_enum T> void fill(rng& r, T& e)
{
    std::vector<T> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) { all.push_back(d.value); });
    e = all[static_cast<std::size_t>(below(r, static_cast<std::int64_t>(all.size())))];
}
template <engine::described_struct T> void fill(rng& r, T& s);
template <class T> void fill(rng& r, std::optional<T>& o)
{
    o.reset();
    if (below(r, 2) == 1) fill(r, o.emplace());
}
template <class T> void fill(rng& r, std::vector<T>& v)
{
    v.resize(static_cast<std::size_t>(below(r, 3)));
    for (auto& e : v) fill(r, e);
}
template <engine::described_struct T> void fill(rng& r, T& s)
{
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto d) { fill(r, s.*d.pointer); });
}
template <class... Parts> void fill(rng& r, engine::facts<Parts...>& f) { (fill(r, f.template part<Parts>()), ...); }

} // namespace property
