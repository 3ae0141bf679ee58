/// A day of the proleptic Gregorian calendar.
package struct CivilDay {
  /// Days since the start of 1970.
  package let number: Int64
  package let year: Int64
  package let month: Int64
  package let day: Int64

  /// The day on which a local time falls, in seconds since the start of 1970.
  package init(seconds: Int64) {
    number = seconds >= 0 ? seconds / 86400 : (seconds + 1) / 86400 - 1
    // Years begin in March, so that the leap day is the last; eras have 400 years.
    let days = number + 719_468
    let era = days >= 0 ? days / 146_097 : (days + 1) / 146_097 - 1
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// A day by its numbers, which must be right.
  package init(year: Int64, month: Int64, day: Int64) {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted >= 0 ? shifted / 400 : (shifted + 1) / 400 - 1
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The day of the week, 0 for Sunday.
  package var weekday: Int64 { ((number + 4) % 7 + 7) % 7 }

  /// How many days its month has.
  package var daysOfMonth: Int64 {
    let next =
      month == 12
      ? CivilDay(year: year + 1, month: 1, day: 1) : CivilDay(year: year, month: month + 1, day: 1)
    return next.number - CivilDay(year: year, month: month, day: 1).number
  }
}
