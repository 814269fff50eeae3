/// Made-up Chinese names. Nobody is meant.

/// The name of place `number`: two characters of their own and the suffix 区 or 市.
func placeName(_ number: Int, _ suffix: String) -> String {
  let first = placeFirst[number * 7 % placeFirst.count]
  let second = placeSecond[(number / placeFirst.count + number) % placeSecond.count]
  return first + second + suffix
}

/// `第12` and the kind of school, counting from 1.
func ordinalName(_ number: Int, _ kind: String) -> String { "第\(number + 1)" + kind }

/// A person's name of two or three characters.
func personName(_ draws: inout Draws) -> String {
  let surname = surnames[draws.below(surnames.count)]
  let given = givenNames[draws.below(givenNames.count)]
  return draws.below(5) == 0
    ? surname + given : surname + given + givenNames[draws.below(givenNames.count)]
}

private let placeFirst = characters("云青临松永安长东南西北清平新和宁江海桂兰")
private let placeSecond = characters("山河原城阳川泉湖林岭港州宁昌丰")
private let surnames = characters(
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
private let givenNames = characters(
  "子雨欣浩然宇轩梓涵怡晨思佳俊杰诗琪明哲雅静文博嘉一诺天乐安可心悦彤若曦泽睿瑞霖")

private func characters(_ text: String) -> [String] { text.map { String($0) } }
