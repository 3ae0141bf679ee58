/// What a promotion is to do.
public struct PromotionRequest: Sendable {
  /// The environment that has what moves.
  public var source: String
  /// The environment that it moves to.
  public var target: String
  /// An earlier release of the source; nil for what it has.
  public var release: String?
  /// The names of the values that move; all of them for none.
  public var only: Set<String> = []
  /// Whose value counts where both environments changed it: for a name, or for all others.
  public var sides: [String?: Side] = [:]
  /// The reasons for which gates are skipped.
  public var overrides: [GateResult.Name: String] = [:]

  /// One of two environments.
  public enum Side: String, Sendable, CaseIterable {
    case source
    case target
  }

  /// A promotion of everything.
  public init(from source: String, to target: String) {
    self.source = source
    self.target = target
  }
}

/// What becomes of one value.
public struct ValueMove: Sendable, Equatable {
  /// How it was decided.
  public enum Outcome: String, Sendable {
    /// The target gets the value of the source.
    case moved
    /// The target keeps a value of its own, which the source did not change.
    case kept
    /// Both changed it, in different ways.
    case conflict
  }

  /// `image:NAME` or `field:FILE:PATH`.
  public var name: String
  /// What the target has; nil for nothing.
  public var old: String?
  /// What the source has; nil for nothing.
  public var new: String?
  /// What becomes of it.
  public var outcome: Outcome
}

/// The three-way decision on values: at the target's last release, in the target now, and in the
/// source.
struct ThreeWay {
  let base: [String: String]?
  let target: [String: String]
  let source: [String: String]

  /// What becomes of the values that differ, by name.
  func moves(only: Set<String>, sides: [String?: PromotionRequest.Side]) -> [ValueMove] {
    let names = Set(target.keys).union(source.keys)
      .filter { only.isEmpty || only.contains($0) }
      .filter { target[$0] != source[$0] }
    return names.sorted().map { name in
      ValueMove(
        name: name, old: target[name], new: source[name],
        outcome: outcome(of: name, side: sides[name] ?? sides[nil]))
    }
  }

  private func outcome(of name: String, side: PromotionRequest.Side?) -> ValueMove.Outcome {
    // The first promotion knows no earlier value: what the source has counts.
    guard let base else { return side == .target ? .kept : .moved }
    guard target[name] != base[name] else { return side == .target ? .kept : .moved }
    if source[name] == base[name] { return side == .source ? .moved : .kept }
    switch side {
    case .source: return .moved
    case .target: return .kept
    case nil: return .conflict
    }
  }
}
