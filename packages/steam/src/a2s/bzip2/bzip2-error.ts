/** The only thing {@link decompressBzip2} throws. */
export class Bzip2Error extends Error {
  override readonly name = 'Bzip2Error';
}
