/// The known name nearest to `name`, for "did you mean": one of the same plain form, else that of
/// the least number of inserted, deleted, changed or swapped bytes, at most a third of the longer
/// name's length; nil where none is near.
///
/// Ties go to the name that comes first in `known`. Complexity: O(`known.count` · length²).
/// Source: restricted Damerau–Levenshtein distance (Damerau 1964).
public func nearestName<Names: Sequence>(to name: String, among known: Names) -> String?
where Names.Element == String {
  let wanted = Array(name.utf8)
  let form = plainForm(name)
  if !form.isEmpty,
    let same = known.first(where: { sameBytes(plainForm($0), form) && !sameBytes($0, name) })
  {
    return same
  }
  var best: (name: String, distance: Int)?
  for candidate in known where candidate.utf8.count <= 200 && wanted.count <= 200 {
    let other = Array(candidate.utf8)
    let limit = max(1, max(wanted.count, other.count) / 3)
    guard !other.isEmpty, abs(wanted.count - other.count) <= limit, other != wanted else {
      continue
    }
    let distance = editDistance(wanted, other)
    if distance <= limit, distance < (best?.distance ?? .max) { best = (candidate, distance) }
  }
  return best?.name
}

/// The least number of inserted, deleted, changed or swapped neighbouring bytes from `a` to `b`.
package func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), min(last[j + 1], row[j]) + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
