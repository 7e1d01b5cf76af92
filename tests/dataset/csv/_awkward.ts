/**
 * CSV files that are not plain, and what pandas 3.1.1 reads from them.
 *
 * @module
 */

/** A file, and its parse. */
export interface Awkward {
  /** What is awkward about it. */
  readonly name: string;
  readonly text: string;
  /** @default UTF-8 */
  readonly encoding?: "UTF-8 with BOM" | "UTF-16LE" | "UTF-16BE";
  /** What `pandas.read_csv` gives, column by column, told what separates cells, how they are encoded, and of spaces to skip; null stands for NaN. */
  readonly pandas: Readonly<Record<string, readonly (number | string | null)[]>>;
}

/** The files. */
export const AWKWARD: readonly Awkward[] = [
  {
    name: "line feeds, delimiters and doubled quotes within quotes",
    text: 'id,"note, long",n\n1,"two\nlines",3\n2,"say ""yes"", now",4\n3,"two\nlines",5\n' +
      '4,"say ""yes"", now","6"\n',
    pandas: {
      "id": [1, 2, 3, 4],
      "note, long": ["two\nlines", 'say "yes", now', "two\nlines", 'say "yes", now'],
      "n": [3, 4, 5, 6],
    },
  },
  {
    name: "a byte order mark, and lines that end with CR LF",
    text: 'width,kind\r\n1.5,"a b"\r\n2.5,é\r\n-3,é\r\n"4","a b"\r\n',
    encoding: "UTF-8 with BOM",
    pandas: {
      "width": [1.5, 2.5, -3.0, 4.0],
      "kind": ["a b", "é", "é", "a b"],
    },
  },
  {
    name: "UTF-16, little-endian",
    text: "größe\tfarbe\n1.25\trot\n2.5\tgrün\n3\trot\n4\tgrün\n",
    encoding: "UTF-16LE",
    pandas: {
      "größe": [1.25, 2.5, 3.0, 4.0],
      "farbe": ["rot", "grün", "rot", "grün"],
    },
  },
  {
    name: "UTF-16, big-endian, CR LF, and quotes",
    text: 'größe,farbe\r\n1.25,"hell\r\nrot"\r\n2.5,😀\r\n3,"hell\r\nrot"\r\n4,😀\r\n',
    encoding: "UTF-16BE",
    pandas: {
      "größe": [1.25, 2.5, 3.0, 4.0],
      "farbe": ["hell\r\nrot", "😀", "hell\r\nrot", "😀"],
    },
  },
  {
    name: "semicolons, with commas in between, and no line feed at the end",
    text: "a;b;c\n1;x,y;2\n3;x,y;4\n5;z;6\n7;z;8",
    pandas: {
      "a": [1, 3, 5, 7],
      "b": ["x,y", "x,y", "z", "z"],
      "c": [2, 4, 6, 8],
    },
  },
  {
    name: "tabs, and empty cells at both ends",
    text: "a\tb\tc\n\t2\t3\n4\t\t6\n7\t8\t\n\t\t\n",
    pandas: {
      "a": [null, 4.0, 7.0, null],
      "b": [2.0, null, 8.0, null],
      "c": [3.0, 6.0, null, null],
    },
  },
  {
    name: "every spelling of a missing value that pandas knows",
    text:
      "a,b\n1,x\n,\n#N/A,#N/A\n#N/A N/A,#N/A N/A\n#NA,#NA\n-1.#IND,-1.#IND\n-1.#QNAN,-1.#QNAN\n" +
      "-NaN,-NaN\n-nan,-nan\n1.#IND,1.#IND\n1.#QNAN,1.#QNAN\n<NA>,<NA>\nN/A,N/A\nNA,NA\n" +
      "NULL,NULL\nNaN,NaN\nNone,None\nn/a,n/a\nnan,nan\nnull,null\n2,x\n3,y\n4,y\n",
    pandas: {
      "a": [
        1.0,
        ...Array(19).fill(null),
        2.0,
        3.0,
        4.0,
      ],
      "b": [
        "x",
        ...Array(19).fill(null),
        "x",
        "y",
        "y",
      ],
    },
  },
  {
    name: "spaces around cells, and lines of spaces",
    text: " a , b ,c\n 1 , x y , 2\n  \n3, x y,4  \n5 ,z, 6\n\n 7,z,8\n",
    pandas: {
      "a": [1, 3, 5, 7],
      "b": ["x y", "x y", "z", "z"],
      "c": [2, 4, 6, 8],
    },
  },
  {
    name: "signs, powers of ten, and digits without end",
    text: "a,b,c\n+1,1e5,0.1000000000000000055511151231257827\n-.5,1.5E-3,9007199254740993\n" +
      "5.,-2e+10,123456789012345678\n007,1e-320,1.7976931348623157e308\n" +
      "-0,2.2250738585072014e-308,0.30000000000000004\n1e22,1e23,8.5e-23\n" +
      "0.000001234567890123456,98765.43210987654,179.31415926535897932\n",
    pandas: {
      "a": [1.0, -0.5, 5.0, 7.0, -0.0, 1e+22, 1.234567890123456e-06],
      "b": [
        100000.0,
        0.0015,
        -20000000000.0,
        1e-320,
        2.2250738585072014e-308,
        1e+23,
        98765.43210987654,
      ],
      "c": [
        0.1,
        9007199254740992.0,
        1.2345678901234568e+17,
        1.7976931348623157e+308,
        0.30000000000000004,
        8.5e-23,
        179.31415926535897,
      ],
    },
  },
  {
    name: "no header, and lines that end with CR, as on old Macintoshes",
    text:
      "5.1,3.5,Iris-setosa\r4.9,3,Iris-setosa\r6.3,3.3,Iris-virginica\r5.8,2.7,Iris-virginica\r",
    pandas: {
      "column 1": [5.1, 4.9, 6.3, 5.8],
      "column 2": [3.5, 3.0, 3.3, 2.7],
      "column 3": ["Iris-setosa", "Iris-setosa", "Iris-virginica", "Iris-virginica"],
    },
  },
  {
    name: "a first column without a name, blank lines, and quoted numbers",
    text:
      '\n"","x|y","ok"\n\n"1","1.5","True"\n"2","","False"\n\n\n"3","2.5","True"\n"4","3","False"\n\n',
    pandas: {
      "column 1": [1, 2, 3, 4],
      "x|y": [1.5, null, 2.5, 3.0],
      "ok": ["True", "False", "True", "False"],
    },
  },
  {
    name: "bars, and numbers that late turn out to be names",
    text: "code|n\n1.0|1\n1|2\n01|3\n1.0|4\n1|5\n01|6\nA1|7\nA1|8\n|9\n",
    pandas: {
      "code": ["1.0", "1", "01", "1.0", "1", "01", "A1", "A1", null],
      "n": [1, 2, 3, 4, 5, 6, 7, 8, 9],
    },
  },
];

/**
 * The bytes of a file.
 *
 * @param file The file.
 * @returns They.
 */
export function bytesOfAwkward({ text, encoding }: Awkward): Uint8Array<ArrayBuffer> {
  if (encoding === undefined) return Uint8Array.from(new TextEncoder().encode(text));
  if (encoding === "UTF-8 with BOM") {
    return Uint8Array.from(new TextEncoder().encode(`\uFEFF${text}`));
  }
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const bytes = new DataView(new ArrayBuffer(2 * units.length + 2));
  [0xfeff, ...units].forEach((unit, i) => bytes.setUint16(2 * i, unit, encoding === "UTF-16LE"));
  return new Uint8Array(bytes.buffer);
}
