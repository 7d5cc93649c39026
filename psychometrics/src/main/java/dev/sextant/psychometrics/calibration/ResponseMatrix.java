package dev.sextant.psychometrics.calibration;

import java.util.Arrays;

/// Who answered what, and rightly or not: persons by items, where most may be missing.
///
/// Each person has the items answered, in ascending order, and a weight, the number of people with
/// these very answers. A missing answer says nothing, which is right when what is asked depends
/// only on earlier answers, as in adaptive exams (Mislevy & Wu 1996). Immutable.
public final class ResponseMatrix {
  private final int items;
  private final int[] start;
  private final int[] item;
  private final boolean[] correct;
  private final double[] weight;

  private ResponseMatrix(int items, int[] start, int[] item, boolean[] correct, double[] weight) {
    this.items = items;
    this.start = start;
    this.item = item;
    this.correct = correct;
    this.weight = weight;
  }

  /// Collects persons over `items` items, numbered from 0.
  public static Builder builder(int items) {
    return new Builder(items);
  }

  public int items() {
    return items;
  }

  /// The number of rows; people who share a row count once.
  public int persons() {
    return weight.length;
  }

  /// Where the person's answers begin; those of person n end before `start(n + 1)`.
  public int start(int person) {
    return start[person];
  }

  /// The item of the answer at this place.
  public int item(int place) {
    return item[place];
  }

  public boolean correct(int place) {
    return correct[place];
  }

  /// How many people this row stands for.
  public double weight(int person) {
    return weight[person];
  }

  /// How many people all rows stand for.
  public double people() {
    double sum = 0;
    for (double people : weight) {
      sum += people;
    }
    return sum;
  }

  /// Whether the person answered every item.
  public boolean isComplete(int person) {
    return start[person + 1] - start[person] == items;
  }

  /// Adds persons one at a time.
  public static final class Builder {
    private final int items;
    private int persons;
    private int answers;
    private int[] start = new int[65];
    private int[] item = new int[1024];
    private boolean[] correct = new boolean[1024];
    private double[] weight = new double[64];

    private Builder(int items) {
      if (items < 1) {
        throw new IllegalArgumentException("items must be 1 or more, was " + items);
      }
      this.items = items;
    }

    /// One row of a table: '1' right, '0' wrong, anything else missing, one character per item.
    public Builder addRow(CharSequence row, double people) {
      if (row.length() != items) {
        throw new IllegalArgumentException(
            "a row must have " + items + " characters, had " + row.length());
      }
      for (int j = 0; j < items; j++) {
        char answer = row.charAt(j);
        if (answer == '1' || answer == '0') {
          addAnswer(j, answer == '1');
        }
      }
      return endPerson(people);
    }

    /// One answer of the person being added; items in ascending order.
    public Builder addAnswer(int answered, boolean right) {
      if (answered < 0 || answered >= items) {
        throw new IllegalArgumentException(
            "item must be from 0 to below " + items + ", was " + answered);
      }
      if (answers > start[persons] && item[answers - 1] >= answered) {
        throw new IllegalArgumentException("items must ascend, had " + answered);
      }
      if (answers == item.length) {
        item = Arrays.copyOf(item, 2 * answers);
        correct = Arrays.copyOf(correct, 2 * answers);
      }
      item[answers] = answered;
      correct[answers++] = right;
      return this;
    }

    /// Ends the person being added, who stands for `people` people.
    public Builder endPerson(double people) {
      if (!(people >= 0)) {
        throw new IllegalArgumentException("people must be 0 or more, was " + people);
      }
      if (persons == weight.length) {
        weight = Arrays.copyOf(weight, 2 * persons);
        start = Arrays.copyOf(start, 2 * persons + 1);
      }
      weight[persons++] = people;
      start[persons] = answers;
      return this;
    }

    public ResponseMatrix build() {
      return new ResponseMatrix(
          items,
          Arrays.copyOf(start, persons + 1),
          Arrays.copyOf(item, answers),
          Arrays.copyOf(correct, answers),
          Arrays.copyOf(weight, persons));
    }
  }
}
