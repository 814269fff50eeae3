import Apportionment
import Diagnostics
import Tables

extension GridResult {
  /// `row,column,seats,fair_share`, rows and columns in order of their names' bytes; nil where a
  /// tie is open.
  public func csv() -> [UInt8]? {
    guard let seats else { return nil }
    let shares = GridShares(self)
    var text = SeatLines(header: ["row", "column", "seats", "fair_share"])
    for row in grid.rows.indices {
      for cell in grid.matrix.cells(ofRow: row) {
        text.add(
          [grid.rows[row], grid.columns[Int(grid.matrix.columns[cell])]], seats: seats[cell],
          share: shares.text(row: row, cell: cell))
      }
    }
    return text.bytes
  }

  /// Everything as one JSON document: the cells with seats (`null` where they wait for a seed) and
  /// shares, the proof, the ties. Big numbers are texts.
  public func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      writeHead(&json)
      writeCells(&json)
      json.object("certificate", writeCertificate)
      writeTies(&json)
    }
    return json.finish()
  }

  /// The proof alone, with what it is about.
  public func certificateJSON() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      writeHead(&json)
      json.object("certificate", writeCertificate)
      writeTies(&json)
    }
    return json.finish()
  }

  private func writeHead(_ json: inout JSONWriter) {
    json.text("status", isOpen ? ties.isEmpty ? "unseeded" : "tie" : "done")
    json.text("method", method.name)
    json.number("rows", grid.rows.count)
    json.number("columns", grid.columns.count)
    json.number("open_cells", grid.matrix.cellCount)
    json.number("seats", grid.matrix.seatsTotal)
    json.text("seed", seed)
    json.number("weight_places", grid.places)
  }

  private func writeCells(_ json: inout JSONWriter) {
    let shares = GridShares(self)
    json.array("cells") { json in
      for row in grid.rows.indices {
        for cell in grid.matrix.cells(ofRow: row) {
          json.object { json in
            json.text("row", grid.rows[row])
            json.text("column", grid.columns[Int(grid.matrix.columns[cell])])
            json.number("seats", seats?[cell])
            json.text("fair_share", shares.text(row: row, cell: cell))
            if let exact = shares.exact(row: row, cell: cell) {
              json.text("fair_share_exact", exact)
            }
            if let quotient = shares.quotient(row: row, cell: cell) {
              json.text("quotient", quotient)
            }
          }
        }
      }
    }
  }

  private func writeCertificate(_ json: inout JSONWriter) {
    switch proof {
    case .lottery(let shares, let draws):
      json.text("kind", "draws")
      json.text("domain", "zhibiao-plan-v1")
      json.number("draws", draws.map { Int($0) })
      json.number("parts_of_a_seat", shares.unit)
    case .deviation(let shares, let solution):
      json.text("kind", "potentials")
      json.number("parts_of_a_seat", shares.unit)
      json.number("deviation", solution.deviation)
      write(solution.certificate, &json)
      json.array("lot_potentials") { json in
        for proof in solution.lotCertificates { json.object { write(proof, &$0) } }
      }
      // Which rounding it is depends on a tie.
      if isOpen {
        json.text("bias", nil)
      } else {
        GridBias(grid, solution.seats, shares).write(&json)
      }
    case .biproportional(let certificate, let columnSeats):
      json.text("kind", "multipliers")
      json.array("rows") { json in
        for (name, value) in zip(grid.rows, certificate.rowMultipliers) {
          json.object { json in
            json.text("row", name)
            json.text("multiplier", value.description)
          }
        }
      }
      json.array("columns") { json in
        for (at, value) in certificate.columnDivisors.enumerated() {
          json.object { json in
            json.text("column", grid.columns[at])
            json.number("seats", columnSeats[at])
            json.text("divisor", value.description)
          }
        }
      }
    case .rows(let solutions): writeRows(solutions, &json)
    }
  }

  private func writeRows(_ solutions: [VectorSolution], _ json: inout JSONWriter) {
    guard case .eachRow(let method) = method else { return }
    json.text("kind", "rows")
    json.array("rows") { json in
      for (row, solution) in solutions.enumerated() {
        json.object { json in
          json.text("row", grid.rows[row])
          solution.certificate.write(&json, method, names(ofRow: row))
        }
      }
    }
  }

  private func write(_ certificate: DeviationCertificate, _ json: inout JSONWriter) {
    func list(_ key: String, _ values: [Int]) {
      json.numbers(key, values)
    }
    list("rows", certificate.rows)
    list("row_groups", certificate.rowGroups)
    list("tier_columns", certificate.tierColumns)
    list("columns", certificate.columns)
    list("groups", certificate.groups)
    json.number("all", certificate.all)
  }

  /// The names of a row's open columns, as its vector method knows them.
  func names(ofRow row: Int) -> [String] {
    grid.matrix.cells(ofRow: row).map { grid.columns[Int(grid.matrix.columns[$0])] }
  }
}
