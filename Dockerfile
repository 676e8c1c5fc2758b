# The program, linked with musl and so without a C library, on a small system with git, which `--changed-since` and
# `--staged` ask, and a shell, which most CI wants.
#
#   docker build --tag sidestep .
#   docker run --rm --volume "$PWD:/work" sidestep check
FROM rust:1.95-alpine3.22 AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --locked --profile dist && install -m 755 target/dist/sidestep /usr/local/bin/sidestep
# All that is linked in is named beside it.
RUN cargo run --locked --example licences -- "$(rustc -vV | sed -n 's/^host: //p')" > /THIRD-PARTY.txt

FROM alpine:3.22
# The repository in /work belongs to whoever runs the container, not to its user; it is read, and nothing of it is run.
RUN apk add --no-cache git && git config --system --add safe.directory /work && adduser -D -u 1000 writer
COPY --from=build /usr/local/bin/sidestep /usr/local/bin/sidestep
COPY --from=build /THIRD-PARTY.txt /source/LICENSE-MIT /source/LICENSE-APACHE /usr/local/share/doc/sidestep/
USER writer
WORKDIR /work
ENTRYPOINT ["sidestep"]
CMD ["check"]
