/** As much of a browser as sign-in needs: it keeps cookies, sends forms, and shows every redirect. */
export class Browser {
  readonly cookies: Map<string, string>;
  readonly #baseUrl: string;

  constructor(baseUrl: string, cookies: ReadonlyMap<string, string> = new Map()) {
    this.#baseUrl = baseUrl;
    this.cookies = new Map(cookies);
  }

  async get(path: string): Promise<Response> {
    return this.#request(path, {});
  }

  async post(path: string, form: Record<string, string>): Promise<Response> {
    return this.#request(path, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** Sends a form of the account page as the page has it. */
  async submit(path: string, fields: Record<string, string> = {}): Promise<Response> {
    return this.post(path, { form_token: await this.formToken(), ...fields });
  }

  async formToken(): Promise<string> {
    const page = await (await this.get('/account')).text();
    return /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#baseUrl), {
      ...init,
      headers: cookie ? { cookie } : {},
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
