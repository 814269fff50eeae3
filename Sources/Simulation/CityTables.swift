extension CityModel {
  /// `programmes.csv`. The share columns say what part of the plan is quota seats, and whether
  /// the schools of the city or of the district share them.
  func programmeTable(_ lines: CityLines) -> [UInt8] {
    var out: [UInt8] = []
    out.append(
      "programme,name,plan,city,district,reach,sector,quality,line,city_share,district_share\n")
    var serials = [Int](repeating: 0, count: districts.count)
    for (number, programme) in programmes.enumerated() {
      let wide = programme.isCityWide
      let share = programme.isQuality ? decimalShare(settings.quotaShare) : "0"
      out.append(contentsOf: codes.programmes.bytes[codes.programmes.range(number)])
      out.append(",")
      out.append(
        placeName(wide ? programme.city : programme.district, wide ? "市" : "区")
          + ordinalName(serials[programme.district], programme.isPrivate ? "实验高级中学" : "高级中学") + ",")
      serials[programme.district] += 1
      out.appendNumber(programme.plan)
      appendHome(programme.district, to: &out)
      out.append(wide ? ",city," : ",district,")
      out.append(programme.isPrivate ? "private," : "public,")
      out.append(programme.isQuality ? "yes," : "no,")
      if wide { out.appendNumber(lines.cityWide) }
      out.append(wide ? ",\(share),0\n" : ",0,\(share)\n")
    }
    return out
  }

  /// `middle_schools.csv`.
  func middleSchoolTable() -> [UInt8] {
    var out: [UInt8] = []
    out.append("middle_school,name,city,district,eligible\n")
    for (number, school) in schools.enumerated() {
      out.append(contentsOf: codes.schools.bytes[codes.schools.range(number)])
      let serial = number - districts[school.district].schools.lowerBound
      out.append("," + placeName(school.district, "区") + ordinalName(serial, "中学"))
      appendHome(school.district, to: &out)
      out.append(",")
      out.appendNumber(school.eligible)
      out.append("\n")
    }
    return out
  }

  /// `quotas.csv`, in pieces: cells with seats only, sorted by programme, then middle school.
  func writeQuotas(_ chunk: (String, [UInt8]) throws -> Void) throws {
    var out: [UInt8] = []
    out.append("programme,pool,audience,seats\n")
    for number in programmes.indices {
      let quota = quota(of: number)
      for (school, seats) in zip(quota.schools, quota.seats) where seats > 0 {
        out.append(contentsOf: codes.programmes.bytes[codes.programmes.range(number)])
        out.append(",quota,")
        out.append(contentsOf: codes.schools.bytes[codes.schools.range(school)])
        out.append(",")
        out.appendNumber(seats)
        out.append("\n")
      }
      if out.count >= 1 << 20 {
        try chunk("quotas.csv", out)
        out.removeAll(keepingCapacity: true)
      }
    }
    if !out.isEmpty { try chunk("quotas.csv", out) }
  }

  /// City and district, with leading zeros, each after a comma.
  private func appendHome(_ district: Int, to out: inout [UInt8]) {
    out.append(",")
    out.appendNumber(districts[district].city + 1, width: codes.districtWidth)
    out.append(",")
    out.appendNumber(district + 1, width: codes.districtWidth)
  }
}
