import Columns
import Diagnostics

/// What the tables say of programmes and middle schools beyond what decides: for people who read.
public struct Directory: Sendable {
  /// A programme, by number.
  public struct Programme: Sendable {
    /// The high school it belongs to; its own code where the table does not say.
    public let school: String
    /// Its district; empty where the table does not say.
    public let district: String
    /// Whether it counts for the quota share.
    public let isQuality: Bool
    /// The seats of the plan.
    public let plan: Int
  }
  /// A middle school.
  public struct MiddleSchool: Sendable {
    /// Its code, what people call it (its code, where it has no name), and its district, if any.
    public let code, title, district: String
  }

  /// The programmes by number.
  public let programmes: [Programme]
  /// The middle schools in the order of their codes' bytes.
  public let middleSchools: [MiddleSchool]
  /// For each student the place of their middle school plus one; 0 for none.
  public let schools: Column<Int32>

  init(programmes: [Programme], middleSchools: [MiddleSchool], schools: Column<Int32>) {
    (self.programmes, self.middleSchools) = (programmes, middleSchools)
    self.schools = schools
  }

  init(_ programmes: Programmes, _ schools: MiddleSchools, _ students: Students) {
    self.schools = students.school
    var (programmes, schools) = (programmes, schools.table)
    var said = ProblemLog()  // these columns were looked up before, and complained about
    let places = programmes.table.values("district", log: &said)
    self.programmes = (0..<programmes.count).map {
      Programme(
        school: programmes.schools[$0], district: places?[$0] ?? "",
        isQuality: programmes.isQuality[$0], plan: programmes.plan[$0])
    }
    let (names, districts) = (
      schools.values("name", log: &said), schools.values("district", log: &said)
    )
    let codes = schools.codes
    middleSchools = codes.indices.map {
      let name = names?[$0] ?? ""
      return MiddleSchool(
        code: codes[$0], title: name.isEmpty ? codes[$0] : name, district: districts?[$0] ?? "")
    }
  }
}
