# syntax=docker/dockerfile:1
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /app
COPY . .
# `npm ci` also builds, through the script `prepare`. The image then keeps what runs: no compilers, no sources,
# no simulators.
RUN --mount=type=cache,target=/root/.npm \
    npm ci \
    && npm prune --omit=dev \
    && rm -rf packages/testkit node_modules/@demobase/testkit packages/*/src packages/*/dist/.tsbuildinfo \
       biome.json vitest.config.ts tsconfig*.json packages/*/tsconfig*.json scripts

FROM node:${NODE_VERSION}-slim
WORKDIR /app
ENV NODE_ENV=production \
    DEMOBASE_HOST=0.0.0.0 \
    DEMOBASE_DATA_DIR=/var/lib/demobase
COPY --from=build /app ./
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/demobase
USER node
# Spools of open sessions live here: without a volume they end with the container.
VOLUME /var/lib/demobase
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.DEMOBASE_PORT || 8000}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/packages/cli/bin/demobase.js"]
CMD ["serve"]
