/// Whether `name`, of a row or a column, says that totals stand there: no claimant, and no code.
package func isTotalName(_ name: String) -> Bool {
  ["total", "sum", "合计", "总计", "小计", "共计"].contains(name.lowercased())
}
