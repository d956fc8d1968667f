# Where the private test engine keeps what it has; read by `up`, `down` and their Podman likes.
# shellcheck shell=bash disable=SC2034
engine_dir="${SANDPIT_ENGINE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/sandpit-engine}"
engine_run="/run/sandpit-engine-$(printf %s "$engine_dir" | cksum | cut -d' ' -f1)"
engine_host="unix://$engine_run/docker.sock"
engine_pid_file="$engine_run/dockerd.pid"
base_images=(python:3.11-slim-bookworm node:18-bookworm-slim)
language_images=(debian:bookworm-slim eclipse-temurin:17-jdk golang:1-bookworm php:8.2-cli-bookworm ruby:3.1-slim-bookworm rust:1-slim-bookworm)
podman_dir="$engine_dir/podman"
podman_run="$engine_run/podman"
