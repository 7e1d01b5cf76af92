/**
 * JPEG pictures that Pillow 13 wrote, and the pixels that it reads from them.
 *
 * @module
 */

/** A picture, and what is in it. */
export interface JpegFixture {
  /** The file, in base64. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** The values of its pixels, in base64. Shape: `[height, width, 3]`; of a grey one `[height, width]`. */
  readonly pixels: string;
}

/** The pictures by what is special about them. */
export const JPEGS = {
  colour: {
    file:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsj" +
      "HBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo" +
      "KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAKABIDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAA" +
      "AAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAk" +
      "M2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT" +
      "lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QA" +
      "HwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdh" +
      "cRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hp" +
      "anN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk" +
      "5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDtdI8RQbB8wq5e+IoPLPzCvIdIdtg+Zvzq5eu2w/M3514+W8OY" +
      "b2iPpf7Go/U9+h2jeIoNx+YdaK8tZ23H5m6+tFfcLhzDHw7yajfc/9k=",
    width: 18,
    height: 10,
    pixels:
      "guICjuQJpuIRueIcyuAj0+Eq2uMw3OQ23uU93ORB2uBK0uFSxOJeseJknuJni+Rwd+R7auF9heAJkOANpt8Yu94g" +
      "y90p1d0v2uA23uE84OJD3eBH2t1O091Yxt5is95on99ti+F2eOCBbN2DhNYQkdYXqNUiutQpzNQz19Q53NZA3thE" +
      "39hK3tZR3NRY1NRixtVstdVyoNZ4jdd+edWIbdSLhccbkMchp8YqusY0zMQ71sVD28hI3clO4MlV3shZ3MZj08Vs" +
      "x8Z2tMZ8n8eAjMiIeceTbMWVhbQmkbUtqLQ2urM/zbJH1rNP3LZV3rda4LZg3rVl27Nu07N4x7OBtbSIoLWMjbaU" +
      "ebSebLOhhJ4wkJ82p54/uZ1Jy5tP1p1Y2p9d3aFj36Bq3Z9w2514052Bxp2LtJ6Rnp6Wi5+deJ6nbJ2rgYQ1joQ8" +
      "o4REt4RPyYJW0oJd2IVj2odp3Ydw24V214J9z4OHw4ORsIOXnYOcioWjdoWuaIOwgm47jm9BpG5Mt21Ux2tc0m1j" +
      "125q2nFu23F12W972GyE0GyOwm2XsW2enG2hiG+odG+yaW22flk+i1lCoVdMtVdVxVZdz1dj1llr2Fpw2lt411p8" +
      "1VWFzFWNv1aYrleemliihlmqclm1Zla4eks7hUtAnUlJsUlUwUhbykhi0Upo00xt1U1100t70UeCyUiLu0iWqEmb" +
      "lUmhg0ypbkuzYki1",
  },
  progressive: {
    file:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsj" +
      "HBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo" +
      "KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wgARCAAKABIDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAA" +
      "AAMFBv/EABUBAQEAAAAAAAAAAAAAAAAAAAUE/9oADAMBAAIQAxAAAAG07IOjStGWHA//xAAbEAABBAMAAAAAAAAA" +
      "AAAAAAAAAQIDBBARFP/aAAgBAQABBQKKwg+wmuhCIfj/xAAXEQADAQAAAAAAAAAAAAAAAAAAAhQT/9oACAEDAQE/" +
      "AY0xI0P/xAAZEQACAwEAAAAAAAAAAAAAAAAAAwQFEhX/2gAIAQIBAT8BjVy9HOWf/8QAFBABAAAAAAAAAAAAAAAA" +
      "AAAAIP/aAAgBAQAGPwJf/8QAGBABAAMBAAAAAAAAAAAAAAAAAQARMUH/2gAIAQEAAT8hr7OtG/Y2tYmtYres/9oA" +
      "DAMBAAIAAwAAABD33//EABkRAAEFAAAAAAAAAAAAAAAAAAABETFBUf/aAAgBAwEBPxDZQr0n/8QAFhEBAQEAAAAA" +
      "AAAAAAAAAAAAAAER/9oACAECAQE/EMZH/8QAGRAAAgMBAAAAAAAAAAAAAAAAABEhUbEx/9oACAEBAAE/EFcB1AZQ" +
      "6LdB7oNLLP/Z",
    width: 18,
    height: 10,
    pixels:
      "guICjuQJpuIRueIcyuAj0+Eq2uMw3OQ23uU93ORB2uBK0uFSxOJeseJknuJni+Rwd+R7auF9heAJkOANpt8Yu94g" +
      "y90p1d0v2uA23uE84OJD3eBH2t1O091Yxt5is95on99ti+F2eOCBbN2DhNYQkdYXqNUiutQpzNQz19Q53NZA3thE" +
      "39hK3tZR3NRY1NRixtVstdVyoNZ4jdd+edWIbdSLhccbkMchp8YqusY0zMQ71sVD28hI3clO4MlV3shZ3MZj08Vs" +
      "x8Z2tMZ8n8eAjMiIeceTbMWVhbQmkbUtqLQ2urM/zbJH1rNP3LZV3rda4LZg3rVl27Nu07N4x7OBtbSIoLWMjbaU" +
      "ebSebLOhhJ4wkJ82p54/uZ1Jy5tP1p1Y2p9d3aFj36Bq3Z9w2514052Bxp2LtJ6Rnp6Wi5+deJ6nbJ2rgYQ1joQ8" +
      "o4REt4RPyYJW0oJd2IVj2odp3Ydw24V214J9z4OHw4ORsIOXnYOcioWjdoWuaIOwgm47jm9BpG5Mt21Ux2tc0m1j" +
      "125q2nFu23F12W972GyE0GyOwm2XsW2enG2hiG+odG+yaW22flk+i1lCoVdMtVdVxVZdz1dj1llr2Fpw2lt411p8" +
      "1VWFzFWNv1aYrleemliihlmqclm1Zla4eks7hUtAnUlJsUlUwUhbykhi0Upo00xt1U1100t70UeCyUiLu0iWqEmb" +
      "lUmhg0ypbkuzYki1",
  },
  grey: {
    file:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsj" +
      "HBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wAALCAAKABIBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcI" +
      "CQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcY" +
      "GRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKj" +
      "pKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AO10" +
      "jxFBsHzCrl74ig8s/MKwW8RQbj8w615/pDtsHzN+dXL122H5m/OsFnbcfmbr61//2Q==",
    width: 18,
    height: 10,
    pixels:
      "rLG4v8TIzM7Qz83MysXAvLeyrLC3vsPHy83PzszLycS/u7axp6yzub/Dx8nKycjHxcC7t7GtoKSrsre7v8HDwsG/" +
      "vbizr6qllpuiqK6ytri5uLe2s6+qpqCcio+WnKGmqaytrKuqp6OdmZSQen+GjZKWmpyenZuamJOOioWAbnN6gIWK" +
      "jZCRkI+Oi4eBfXh0YWVsc3h8gIKEg4F/fXl0cGtmV1tiaW5ydnh6eXd2c29qZ2Fc",
  },
  turned: {
    file:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAYEBQYF" +
      "BAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcH" +
      "BwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAAR" +
      "CAAKABIDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQA" +
      "AAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdI" +
      "SUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXG" +
      "x8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL" +
      "/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcY" +
      "GRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOk" +
      "paanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDt" +
      "dI8RQbB8wq5e+IoPLPzCvIdIdtg+Zvzq5eu2w/M3514+W8OYb2iPpf7Go/U9+h2jeIoNx+YdaK8tZ23H5m6+tFfc" +
      "LhzDHw7yajfc/9k=",
    width: 10,
    height: 18,
    pixels:
      "eks7flk+gm47gYQ1hJ4whbQmhccbhNYQheAJguIChUtAi1lCjm9BjoQ8kJ82kbUtkMchkdYXkOANjuQJnUlJoVdM" +
      "pG5Mo4REp54/qLQ2p8YqqNUipt8YpuIRsUlUtVdVt21Ut4RPuZ1JurM/usY0utQpu94gueIcwUhbxVZdx2tcyYJW" +
      "y5tPzbJHzMQ7zNQzy90pyuAjykhiz1dj0m1j0oJd1p1Y1rNP1sVD19Q51d0v0+Eq0Upo1llr125q2IVj2p9d3LZV" +
      "28hI3NZA2uA22uMw00xt2Fpw2nFu2odp3aFj3rda3clO3thE3uE83OQ21U112lt423F13Ydw36Bq4LZg4MlV39hK" +
      "4OJD3uU900t711p82W9724V23Z9w3rVl3shZ3tZR3eBH3ORB0UeC1VWF2GyE14J9251427Nu3MZj3NRY2t1O2uBK" +
      "yUiLzFWN0GyOz4OH052B07N408Vs1NRi091Y0uFSu0iWv1aYwm2Xw4ORxp2Lx7OBx8Z2xtVsxt5ixOJeqEmbrlee" +
      "sW2esIOXtJ6RtbSItMZ8tdVys95oseJklUmhmliinG2hnYOcnp6WoLWMn8eAoNZ4n99tnuJng0yphlmqiG+oioWj" +
      "i5+djbaUjMiIjdd+i+F2i+Rwbkuzclm1dG+ydoWueJ6nebSeeceTedWIeOCBd+R7Yki1Zla4aW22aIOwbJ2rbLOh" +
      "bMWVbdSLbN2DauF9",
  },
  print: {
    file:
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3" +
      "OFBtUVdfYmdoZz5NcXlwZHhcZWdj/8AAFAgACgASBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAAB" +
      "AgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNi" +
      "coIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SV" +
      "lpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4E" +
      "QwBNAFkASwAAPwDc0f8A1Yra/tqL+8K5uzsunFegVLqv+qNH9tRf3hW7Z2XTiiuSf75+tH9tRf3hWmLLgcUV1Gj/" +
      "AOrFcNub+8fzrGswOOKKl1X/AFRo3N/eP51u2YHHFFck/wB8/Wjc394/nWoAMDgUV//Z",
    width: 18,
    height: 10,
    pixels: "",
  },
} as const satisfies Readonly<Record<string, JpegFixture>>;
